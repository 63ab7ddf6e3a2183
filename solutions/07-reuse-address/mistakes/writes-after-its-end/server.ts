// fails "SIGTERM: loses nothing of the answers in flight, however late they are read" at wrong-goodbye: Your server broke the connection off with a reset (RST) after SIGTERM
import { createServer, type Socket } from 'node:net'

const port = Number(process.env.PORT ?? 9909)
const graceMs = Number(process.env.GRACE_MS ?? 2_000)
const sockets = new Set<Socket>()

const server = createServer({ allowHalfOpen: true }, async (socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', (error) => console.log(error.message))
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      const answer = chunk.toString('latin1').replace(/[a-z]+/g, (text) => text.toUpperCase())
      // After the end() below this fails, and what the client has sent is left unread.
      await new Promise<void>((resolve, reject) => socket.write(answer, 'latin1', (error) => (error ? reject(error) : resolve())))
    }
    socket.end()
  } catch {
    socket.destroy()
  }
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, process.env.HOST ?? '127.0.0.1', () => console.log(`listening on ${port}`))

function stop(): void {
  server.close()
  for (const socket of sockets) socket.end()
  setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs).unref()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

