// fails "has a thread for each client, and none of them when the clients have left" at does-not-stop: …
import { createServer } from 'node:net'
import type { Worker } from 'node:worker_threads'
import { startWorker } from './given/start-worker.ts'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  let latest: Worker | undefined
  const ask = (text: string | null) => {
    // Whoever works on one text is free, so the next one gets a thread of its own.
    const worker = startWorker(new URL('./worker.ts', import.meta.url))
    latest = worker
    worker.on('message', (answer) => (answer === null ? socket.end() : socket.write(answer)))
    worker.on('error', () => socket.destroy())
    worker.postMessage(text)
  }
  socket.setEncoding('utf8')
  socket.on('data', (text) => ask(String(text)))
  socket.on('end', () => ask(null))
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => void latest?.terminate())
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 8889), process.env.HOST ?? '127.0.0.1')
