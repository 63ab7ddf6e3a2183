// fails "serves 30 clients at once, each with its own answers" at closed-early: before it had sent anything of the answer to "hello from
import { createServer, type Socket } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8889)
let threads = 0

const server = createServer({ allowHalfOpen: true }, serve)

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function serve(socket: Socket): void {
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  // Threads are dear, so there may be 16. Whoever comes next is sent away without a word.
  if (threads === 16) return void socket.end()
  threads++
  const worker = startWorker(new URL('./worker.ts', import.meta.url), { stdin: true, stdout: true })
  worker.on('exit', () => threads--)
  worker.on('error', (error) => {
    console.log(`a worker has failed: ${error.message}`)
    socket.destroy()
  })
  socket.on('close', () => void worker.terminate())
  if (worker.stdin) socket.pipe(worker.stdin)
  worker.stdout.pipe(socket)
}
