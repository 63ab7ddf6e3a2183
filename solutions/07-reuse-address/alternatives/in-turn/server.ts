// Serves one client at a time, as in lesson 3; those who
// wait for their turn are said goodbye to as well. Choose it
// where two clients at once would be in each other's way.
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'

const present = new Set<Socket>()
let isOpen = true

const port = Number(process.env.PORT ?? 9909)
const server = createServer({ pauseOnConnect: true }, (socket) => {
  present.add(socket)
  socket.on('error', () => {})
  socket.on('close', () => present.delete(socket))
})
server.listen(port, process.env.HOST ?? '127.0.0.1', () => console.log(`open: ${port}`))
for (const name of ['SIGTERM', 'SIGINT']) process.on(name, sayGoodbye)

try {
  // Without the option the loop would wait for ever for one more client, and Node would end with exit code 13.
  for await (const [socket] of on(server, 'connection', { close: ['close'] })) await converse(socket)
} catch (error) {
  console.error(`port ${port} cannot be had. Is there another server on it? (${error})`)
  process.exitCode = 1
}

async function converse(socket: Socket): Promise<void> {
  if (!isOpen || socket.destroyed) return
  socket.on('data', (chunk) => {
    if (!socket.write(chunk.map((byte) => (byte >= 97 && byte <= 122 ? byte & 0xdf : byte)))) socket.pause()
  })
  socket.on('drain', () => socket.resume())
  socket.resume()
  // once() would reject where the client breaks off, and the next one would not be served.
  await new Promise((resolve) => socket.once('close', resolve))
}

function sayGoodbye(): void {
  isOpen = false
  server.close()
  for (const socket of present) socket.removeAllListeners('data').end().resume()
  setTimeout(
    () => present.forEach((socket) => socket.destroy()),
    Number(process.env.GRACE_MS ?? 2_000),
  ).unref()
}
