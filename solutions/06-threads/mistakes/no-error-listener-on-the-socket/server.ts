// fails "has a thread for each client, and none of them when the clients have left" at crashed: Your server ended with an error that it did not handle: Error: read ECONNRESET
import { createServer } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const server = createServer((socket) => {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', (text) => socket.write(text))
  worker.on('error', () => socket.destroy())
  socket.on('data', (chunk) => worker.postMessage(chunk.toString()))
  socket.on('close', () => void worker.terminate())
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
