// fails "serves 30 clients at once, each with its own answers" at closed-early: before it had sent anything of the answer to "hello from 17"
import { createServer } from 'node:net'
import { startWorker } from './given/start-worker.ts'

let threads = 0

const server = createServer((socket) => {
  // Threads are dear, so there may be 16. Whoever comes next is sent away without a word.
  if (threads === 16) return void socket.end()
  threads++
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', (text) => socket.write(text))
  worker.on('error', () => socket.destroy())
  worker.on('exit', () => threads--)
  socket.on('data', (chunk) => worker.postMessage(chunk.toString()))
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => void worker.terminate())
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
