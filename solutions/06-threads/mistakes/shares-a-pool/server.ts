// fails "has a thread for each client, and none of them when the clients have left" at blocks-others: It did not start a thread for each of them.
import { createServer, type Socket } from 'node:net'
import type { Worker } from 'node:worker_threads'
import { startWorker } from './given/start-worker.ts'

const clients = new Map<number, Socket>()
const pool: Worker[] = []
/** Whose text each thread was given last. */
const last: number[] = []
let lastId = 0

// Two threads that the clients take in turn. Every second client waits for the same one.
for (const index of [0, 1]) startThread(index)

function startThread(index: number): void {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', ({ id, text }) => clients.get(id)?.write(text))
  worker.on('error', () => {
    startThread(index)
    clients.get(last[index] ?? 0)?.destroy()
  })
  pool[index] = worker
}

const server = createServer((socket) => {
  const id = ++lastId
  clients.set(id, socket)
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => clients.delete(id))
  socket.on('data', (chunk) => {
    last[id % 2] = id
    pool[id % 2]!.postMessage({ id, text: chunk.toString() })
  })
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
