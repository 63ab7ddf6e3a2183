// Does not wait for anybody's FIN: it goes as soon as the
// system has all of its answers, and the system sends them.
// Choose it where a new server is waiting for the place.
import { createServer, type Socket } from 'node:net'

const { HOST = '127.0.0.1', PORT = '9909', GRACE_MS = '2000' } = process.env
const guests = new Set<Socket>()

const server = createServer({ allowHalfOpen: true })
  .on('connection', welcome)
  .on('error', (error: NodeJS.ErrnoException) => {
    console.error(error.code === 'EADDRINUSE' ? `${PORT}: there is a server already` : String(error))
    process.exit(1)
  })
  .listen({ host: HOST, port: Number(PORT) })

function welcome(guest: Socket): void {
  guests.add(guest)
  guest.once('close', () => guests.delete(guest))
  guest.on('error', () => guest.destroy())
  guest.on('data', (bytes) => {
    const text = bytes.toString('latin1').replace(/[a-z]/g, (letter) => letter.toUpperCase())
    if (guest.writable) guest.write(Buffer.from(text, 'latin1'))
  })
  guest.on('end', () => guest.end())
}

function leave(): void {
  server.close()
  const goodbyes = [...guests].map((guest) => new Promise<void>((resolve) => guest.end(resolve)))
  void Promise.all(goodbyes).then(() => process.exit(0))
  setTimeout(() => process.exit(0), Number(GRACE_MS))
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave)
