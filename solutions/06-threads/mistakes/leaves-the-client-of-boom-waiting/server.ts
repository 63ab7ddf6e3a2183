// fails "ends the connection of "boom" alone" at never-closed: that client is waiting for an answer that will never come.
import { createServer } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const server = createServer((socket) => {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', (text) => socket.write(text))
  // Told, and forgotten: the worker has gone, its client has not.
  worker.on('error', (error) => console.log(`a worker has failed: ${error.message}`))
  socket.on('data', (chunk) => worker.postMessage(chunk.toString()))
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => void worker.terminate())
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
