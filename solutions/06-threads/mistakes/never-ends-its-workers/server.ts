// fails "has a thread for each client, and none of them when the clients have left" at does-not-stop: It has not ended every worker.
import { createServer } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const server = createServer((socket) => {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', (text) => socket.write(text))
  worker.on('error', () => socket.destroy())
  socket.on('data', (chunk) => worker.postMessage(chunk.toString()))
  socket.on('error', (error) => console.log(error.message))
  // The socket has closed. The worker waits for messages for ever.
  socket.on('close', () => console.log('a client has left'))
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
