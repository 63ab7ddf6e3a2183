// fails "answers one client while it computes for another" at blocks-others: One client's work held up the other client.
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

import { answer } from './given/work.ts'

function serve(socket: Socket): void {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  let pending = 0
  let ended = false
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    const text = String(chunk)
    // Only what computes needs the thread, and what has to wait behind it.
    if (pending > 0 || /^slow \d+$/.test(text) || text === 'boom') {
      pending++
      worker.postMessage(text)
    } else socket.write(answer(text))
  })
  socket.on('end', () => {
    ended = true
    if (pending === 0) socket.end()
  })
  socket.on('close', () => void worker.terminate())
  worker.on('message', (text) => {
    pending--
    socket.write(text)
    if (ended && pending === 0) socket.end()
  })
  worker.on('error', () => socket.destroy())
}
