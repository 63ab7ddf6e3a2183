// fails "answers one client while it computes for another" at blocks-others: One client's work held up the other client.
import { createServer, type Socket } from 'node:net'
import type { Worker } from 'node:worker_threads'
import { startWorker } from './given/start-worker.ts'

const clients = new Map<number, Socket>()
let lastId = 0

// One thread beside the main one. The main thread is free, but the clients queue for the other.
let worker = start()

function start(): Worker {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', ({ id, text }) => clients.get(id)?.write(text))
  return worker
}

const server = createServer((socket) => {
  const id = ++lastId
  clients.set(id, socket)
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => clients.delete(id))
  socket.on('data', (chunk) => worker.postMessage({ id, text: chunk.toString() }))
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
