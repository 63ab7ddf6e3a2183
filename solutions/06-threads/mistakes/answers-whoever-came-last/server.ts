// fails "answers a second client while the first stays connected" at silent: The first client sent "three". In the … after that your server sent it nothing.
import { createServer, type Socket } from 'node:net'
import { startWorker } from './given/start-worker.ts'

// Meant to be "the client that is being served". With several of them it is the latest one.
let client: Socket

const server = createServer((socket) => {
  client = socket
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', (text) => client.write(text))
  worker.on('error', () => socket.destroy())
  socket.on('data', (chunk) => worker.postMessage(chunk.toString()))
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => void worker.terminate())
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
