// fails "gives a client that has ended its side every answer" at never-closed: …
import { createServer, type Socket } from "node:net"
import { startWorker } from "./given/start-worker.ts"

const host = process.env.HOST ?? "127.0.0.1"
const port = Number(process.env.PORT ?? 8889)

const server = createServer({ allowHalfOpen: true }, serve)
server.on("error", (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

import type { Worker } from 'node:worker_threads'

function serve(socket: Socket): void {
  let worker: Worker | undefined
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (text) => {
    worker ??= start(socket)
    worker.postMessage(text)
  })
  socket.on('end', () => worker?.postMessage(null))
  socket.on('close', () => void worker?.terminate())
}
function start(socket: Socket): Worker {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('message', (text) => socket.write(text))
  worker.on('error', () => socket.destroy())
  worker.on('exit', () => socket.end())
  return worker
}
