// fails "server: on a taken port names the port, exits 1, and leaves the other alone" at exited-early: and the first one ended
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'

const port = Number(process.env.PORT ?? 9909)
const graceMs = Number(process.env.GRACE_MS ?? 2_000)
const sockets = new Set<Socket>()

const server = createServer((socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(chunk.toString('latin1').replace(/[a-z]+/g, (text) => text.toUpperCase()), 'latin1'))
})

const pidFile = `server-${port}.pid`
server.on('listening', () => writeFileSync(pidFile, String(process.pid)))
server.on('error', () => {
  console.log(`port ${port} is taken, freeing it`)
  process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL')
  setTimeout(() => server.listen(port, process.env.HOST ?? '127.0.0.1'), 200)
})
server.listen(port, process.env.HOST ?? '127.0.0.1', () => console.log(`listening on ${port}`))

function stop(): void {
  server.close()
  for (const socket of sockets) socket.end()
  setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs).unref()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

