// fails "SIGTERM: exits 0 at once when nobody is there" at does-not-stop: when one client had left before and another had broken off
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const graceMs = Number(process.env.GRACE_MS ?? 2000)

const sockets = new Set<Socket>()
const server = createServer({ allowHalfOpen: true }, (socket) => {
  sockets.add(socket)
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    if (socket.writableEnded) return
    if (!socket.write(upper(chunk))) {
      socket.pause()
      socket.once('drain', () => socket.resume())
    }
  })
  socket.on('end', () => socket.end())
})
server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') console.error(`something is listening on port ${port} of ${host} already`)
  else console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

process.on('SIGTERM', stop)
process.on('SIGINT', stop)

function stop(): void {
  let left = sockets.size
  if (left === 0) process.exit(0)
  setTimeout(() => process.exit(0), graceMs)
  for (const socket of sockets) socket.on('close', () => --left === 0 && process.exit(0))
  server.close()
  for (const socket of sockets) {
    socket.end()
    socket.resume()
  }
  setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, graceMs).unref()
}

function upper(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
