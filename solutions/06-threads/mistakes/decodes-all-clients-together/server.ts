// fails "harms no character that comes in two pieces" at wrong-bytes: …
import { createServer } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8889)

import { StringDecoder } from 'node:string_decoder'
const decoder = new StringDecoder('utf8')
const server = createServer({ allowHalfOpen: true }, (socket) => {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  socket.on('error', () => {})
  socket.on('data', (bytes) => worker.postMessage(decoder.write(bytes)))
  socket.on('end', () => worker.postMessage(null))
  socket.on('close', () => void worker.terminate())
  worker.on('message', (text: string | null) => {
    if (text === null) socket.end()
    else socket.write(text)
  })
  worker.on('error', (error) => {
    console.log(`worker: ${error.message}`)
    socket.destroySoon()
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
