// fails "ends the connection of "boom" alone" at closed-early: before it had sent anything of the answer to "three"
import { createServer, type Socket } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const sockets = new Set<Socket>()

const server = createServer((socket) => {
  sockets.add(socket)
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', (text) => socket.write(text))
  worker.on('error', (error) => {
    console.log(`something is wrong, starting afresh: ${error.message}`)
    for (const each of sockets) each.end()
  })
  socket.on('data', (chunk) => worker.postMessage(chunk.toString()))
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => {
    sockets.delete(socket)
    void worker.terminate()
  })
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
