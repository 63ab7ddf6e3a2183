// fails "serves 30 clients at once, each with its own answers" at extra-bytes: The first spoke, and your server answered the second.
import { createServer, type Socket } from 'node:net'
import type { Worker } from 'node:worker_threads'
import { startWorker } from './given/start-worker.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8889)

const server = createServer({ allowHalfOpen: true }, serve)
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

const workers = new Map<number, Worker>()
const sockets = new Map<number, Socket>()

function serve(socket: Socket): void {
  const id = socket.remotePort ?? 0
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  workers.set(id, worker)
  sockets.set(id, socket)
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (text) => workers.get(id)?.postMessage(text))
  socket.on('end', () => workers.get(id)?.postMessage(null))
  socket.on('close', () => void worker.terminate())
  worker.on('message', (text) => sockets.get(id)?.write(text))
  worker.on('error', () => socket.destroy())
  worker.on('exit', () => socket.end())
}
