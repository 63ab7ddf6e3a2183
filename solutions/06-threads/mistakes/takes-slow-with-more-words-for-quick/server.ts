// fails "answers one client while it computes for another" at blocks-others: Work for one client waits for work for another
import { createServer, type Socket } from 'node:net'
import type { Worker } from 'node:worker_threads'
import { answer } from './given/work.ts'
import { startWorker } from './given/start-worker.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8889)

const server = createServer({ allowHalfOpen: true }, serve)

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** What computes goes to the client's thread, all else is answered here, in the order of the client's words. */
function serve(socket: Socket): void {
  const worker: Worker = startWorker(new URL('./worker.ts', import.meta.url))
  socket.setEncoding('utf8')
  let inThread = 0
  let hasEnded = false
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  socket.on('close', () => void worker.terminate())
  worker.on('error', (error) => {
    console.log(`a worker has failed: ${error.message}`)
    socket.destroy()
  })
  worker.on('message', (text: string) => {
    inThread--
    socket.write(text)
    if (hasEnded && inThread === 0) socket.end()
  })
  socket.on('data', (data) => {
    const text = String(data)
    const isWork = text === 'boom' || /^slow \d+\s*$/.test(text)
    // While something of this client is in its thread, what it says goes the same way and keeps its turn.
    if (isWork || (inThread > 0 && !/^slow /.test(text))) {
      inThread++
      worker.postMessage(text)
    } else socket.write(answer(text))
  })
  socket.on('end', () => {
    hasEnded = true
    if (inThread === 0) socket.end()
  })
}
