// fails "server: starts again at once on the same port, though TIME_WAIT stands there" at not-listening: it was not listening on any port
import { readFileSync } from 'node:fs'
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
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})

// Folklore: a port in TIME_WAIT cannot be used, so wait until it has gone.
const own = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
const isInTimeWait = () =>
  readFileSync('/proc/net/tcp', 'latin1').split('\n').some((row) => {
    const [, local = '', , state] = row.trim().split(/\s+/)
    return local.endsWith(own) && state === '06'
  })
listenWhenFree()

function listenWhenFree(): void {
  if (isInTimeWait()) setTimeout(listenWhenFree, 1000)
  else server.listen(port, process.env.HOST ?? '127.0.0.1', () => console.log(`listening on ${port}`))
}

function stop(): void {
  server.close()
  for (const socket of sockets) socket.end()
  setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs).unref()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

