// fails "ends the connection of "boom" alone" at crashed: Your server ended with an error that it did not handle: Error: boom
import { createServer } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const server = createServer((socket) => {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', (text) => socket.write(text))
  worker.on('exit', () => socket.destroy())
  socket.on('data', (chunk) => worker.postMessage(chunk.toString()))
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => void worker.terminate())
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
