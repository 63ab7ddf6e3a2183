// fails "has no thread left of clients that never spoke" at does-not-stop: said nothing and ended, 2 of them at once
import { createServer, type Socket } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8889)

const server = createServer({ allowHalfOpen: true }, serve)

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Starts a thread for one client. This thread only carries bytes to and fro. */
function serve(socket: Socket): void {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  let online = false
  let hasSpoken = false

  worker.once('online', () => {
    online = true
  })
  worker.on('message', (reply: string | null) => {
    if (reply === null) socket.end()
    else if (reply !== '') socket.write(reply)
  })
  worker.on('error', (error) => {
    console.log(`a worker has failed: ${error.message}`)
    socket.destroy()
  })
  socket.on('data', (chunk) => {
    hasSpoken = true
    worker.postMessage(chunk)
  })
  socket.on('end', () => {
    // One that has said nothing has nothing to wait for.
    if (hasSpoken) worker.postMessage(null)
    else socket.end()
  })
  socket.on('error', (error) => {
    console.log(`a client has broken off: ${error.message}`)
    void worker.terminate()
  })
  socket.on('close', () => {
    // A thread that does not run yet cannot be stopped.
    if (online || hasSpoken) void worker.terminate()
  })
}
