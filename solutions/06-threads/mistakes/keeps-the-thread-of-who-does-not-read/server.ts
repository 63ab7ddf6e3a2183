// fails "has a thread for each client, and none of them when the clients have left" at does-not-stop: It has not ended every worker.
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
async function serve(socket: Socket): Promise<void> {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  worker.on('error', (error) => {
    console.log(`a worker has failed: ${error.message}`)
    socket.destroy()
  })
  worker.on('message', (reply: string | null) => {
    if (reply === null) socket.end()
    else if (reply !== '') socket.write(reply)
  })
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      worker.postMessage(chunk)
      // A client that does not read its answers is not read from either.
      if (socket.writableNeedDrain) await new Promise<void>((resolve) => socket.once('drain', () => resolve()))
    }
    // The worker answers what there is, and ends.
    worker.postMessage(null)
  } catch {
    void worker.terminate()
  }
}
