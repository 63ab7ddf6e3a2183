// fails "harms no character that comes in two pieces" at never-closed: …
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

function serve(socket: Socket): void {
  const worker: Worker = startWorker(new URL('./worker.ts', import.meta.url))
  let awaited = 0
  let hasEnded = false
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  socket.on('close', () => void worker.terminate())
  worker.on('error', (error) => {
    console.log(`a worker has failed: ${error.message}`)
    socket.destroy()
  })
  worker.on('message', (text: string) => {
    awaited--
    socket.write(text)
    if (hasEnded && awaited === 0) socket.end()
  })
  socket.on('data', (chunk) => {
    awaited++
    worker.postMessage(new Uint8Array(chunk as Buffer))
  })
  socket.on('end', () => {
    hasEnded = true
    if (awaited === 0) socket.end()
  })
}
