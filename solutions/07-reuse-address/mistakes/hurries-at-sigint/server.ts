// fails "SIGINT (Ctrl-C): the same" at closed-early: It ended before its client had read the answers.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const grace = Number(process.env.GRACE_MS ?? 2000)

const clients = new Set<Socket>()
let stopping = false

const server = createServer({ allowHalfOpen: true }, (socket) => {
  clients.add(socket)
  socket.on('close', () => clients.delete(socket))
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  socket.on('data', (chunk) => {
    if (stopping) return
    if (!socket.write(toUpperCaseAscii(chunk))) {
      socket.pause()
      socket.once('drain', () => socket.resume())
    }
  })
  socket.on('end', () => socket.end())
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

process.on('SIGTERM', stop)
process.on('SIGINT', () => {
  stop()
  setTimeout(() => process.exit(0), 500).unref()
})

function stop(): void {
  if (stopping) return
  stopping = true
  server.close()
  for (const socket of clients) {
    socket.end()
    socket.resume()
  }
  setTimeout(() => {
    for (const socket of clients) socket.destroy()
  }, grace).unref()
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
