// fails "server: on a taken port names the port, exits 1, and leaves the other alone" at wrong-output: did not say so
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const graceMs = Number(process.env.GRACE_MS ?? 2_000)
const sockets = new Set<Socket>()

const server = createServer((socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(chunk.toString('latin1').replace(/[a-z]+/g, (text) => text.toUpperCase()), 'latin1'))
})
server.on('error', () => {
  process.exitCode = 1
})
console.error(`starting on port ${port}`)
server.listen(port, host)

function stop(): void {
  server.close()
  for (const socket of sockets) socket.end()
  setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs).unref()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
