// fails "answers a second client while the first stays connected" at blocks-others: The second client sent "two", and while the first was there your server sent it nothing.
import { on, once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')

for await (const [socket] of on(server, 'connection') as AsyncIterable<[Socket]>) {
  const worker = startWorker(new URL('./worker.ts', import.meta.url), { stdin: true, stdout: true })
  worker.on('error', () => socket.destroy())
  socket.on('error', (error) => console.log(error.message))
  socket.pipe(worker.stdin!)
  worker.stdout.pipe(socket)
  // A thread of its own for each client, and a loop that waits for it before it takes the next.
  await once(socket, 'close').catch(() => {})
  await worker.terminate()
}
