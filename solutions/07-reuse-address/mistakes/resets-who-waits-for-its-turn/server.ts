// fails "SIGTERM: ends every connection with FIN and exits 0" at wrong-goodbye: …
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const graceMs = Number(process.env.GRACE_MS ?? 2000)

const sockets = new Set<Socket>()
const waiting: Socket[] = []
let current: Socket | undefined
let stopping = false

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  socket.on('close', () => {
    if (current !== socket) return
    current = undefined
    next()
  })
  waiting.push(socket)
  next()
})

server.on('error', (error) => {
  console.error('code' in error && error.code === 'EADDRINUSE' ? `something is listening on port ${port} already` : error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)

function next(): void {
  if (current || stopping) return
  current = waiting.shift()
  if (current?.destroyed) return ((current = undefined), next())
  if (current) void serve(current)
}

function stop(): void {
  if (stopping) return
  stopping = true
  server.close()
  for (const socket of waiting) socket.destroy()
  current?.end()
  setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, graceMs).unref()
}

/** Answers every chunk of one client until it ends its side. */
async function serve(socket: Socket): Promise<void> {
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      if (!stopping) await send(socket, toUpperCaseAscii(chunk))
    }
    socket.end()
  } catch {
    // A reset ends the loop with an error. The listener above has told it.
  }
}

/** Resolves when the system has taken the bytes, so that a slow reader slows this conversation down as well. */
function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
