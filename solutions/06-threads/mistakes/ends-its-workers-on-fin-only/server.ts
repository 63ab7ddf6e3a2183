// fails "has a thread for each client, and none of them when the clients have left" at does-not-stop: It has not ended every worker.
import { createServer } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const server = createServer((socket) => {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', (text) => socket.write(text))
  worker.on('error', () => socket.destroy())
  socket.on('data', (chunk) => worker.postMessage(chunk.toString()))
  // A client that resets never comes here: it ends with "error" and "close".
  socket.on('end', () => void worker.terminate())
  socket.on('error', (error) => console.log(error.message))
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
