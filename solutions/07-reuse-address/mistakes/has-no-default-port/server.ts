// fails "listens where HOST says, and on port 9909 without PORT" at listening-elsewhere: Your server listens on
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 0)
const graceMs = Number(process.env.GRACE_MS ?? 2_000)
const sockets = new Set<Socket>()

const server = createServer((socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(chunk.toString('latin1').replace(/[a-z]+/g, (text) => text.toUpperCase()), 'latin1'))
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${port}`))

function stop(): void {
  server.close()
  for (const socket of sockets) socket.end()
  setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs).unref()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
