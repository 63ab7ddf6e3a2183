// fails "listens on 127.0.0.1 and nowhere else" at listening-elsewhere: …
import { createServer } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  // null stands for the end, and comes back behind the last answer.
  worker.on('message', (text) => (text === null ? socket.end() : socket.write(text)))
  worker.on('error', () => socket.destroy())
  socket.setEncoding('utf8')
  socket.on('data', (text) => worker.postMessage(text))
  socket.on('end', () => worker.postMessage(null))
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => void worker.terminate())
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 8889))
