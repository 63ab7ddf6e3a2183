// fails "gives a client that has ended its side every answer" at closed-early: before the answer was there
import { createServer } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8889)

const server = createServer({ allowHalfOpen: true }, (socket) => {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (text) => worker.postMessage(String(text)))
  socket.on('end', () => {
    worker.postMessage(null)
    // somebody who has ended will not wait for long
    setTimeout(() => socket.destroy(), 3_000)
  })
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
