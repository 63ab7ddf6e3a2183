// fails "outlives clients that reset at once" at crashed: ECONNRESET
import { once } from 'node:events'
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

/** Starts a thread for one client. This thread only carries bytes to and fro, so it is free for all the others. */
async function serve(socket: Socket): Promise<void> {
  const worker = startWorker(new URL('./worker.ts', import.meta.url), { stdin: true, stdout: true })
  worker.on('error', (error) => {
    console.log(`a worker has failed: ${error.message}`)
    socket.destroy()
  })
  // However the conversation ends, and whatever the thread is doing then, it ends with it.
  socket.on('close', () => void worker.terminate())

  // The client's end (FIN) ends the worker's loop, the end of the worker ends its stdout, and that ends the socket.
  if (worker.stdin) socket.pipe(worker.stdin)
  worker.stdout.pipe(socket)

  await once(worker, 'online')
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
}
