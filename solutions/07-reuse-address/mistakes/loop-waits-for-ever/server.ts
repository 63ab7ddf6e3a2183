// fails "SIGTERM: ends every connection with FIN and exits 0" at wrong-exit: Your server ended with exit code 13
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'

const graceMs = Number(process.env.GRACE_MS ?? 2_000)
const sockets = new Set<Socket>()
const server = createServer({ allowHalfOpen: true })
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')

process.on('SIGTERM', stop)
process.on('SIGINT', stop)

try {
  // server.close() does not end this loop: it waits for a client that will not come.
  for await (const [socket] of on(server, 'connection') as AsyncIterable<[Socket]>) void serve(socket)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function serve(socket: Socket): Promise<void> {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', (error) => console.log(error.message))
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) socket.write(chunk.toString('latin1').replace(/[a-z]+/g, (text) => text.toUpperCase()), 'latin1')
    socket.end()
  } catch {}
}

function stop(): void {
  server.close()
  for (const socket of sockets) socket.end()
  setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs).unref()
}
