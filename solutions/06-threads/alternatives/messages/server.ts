// Sends each chunk to the worker as a message and awaits the answer,
// where the solution lays the connection on its stdin and stdout.
// Choose it where questions and answers belong together in pairs.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const server = createServer({ allowHalfOpen: true }, (socket) => void serve(socket))
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 8889), process.env.HOST ?? '127.0.0.1', () => console.log('ready'))

/** The loop of lesson 3; only the answer comes from somewhere else. */
async function serve(socket: Socket): Promise<void> {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  worker.on('error', () => socket.destroy())
  worker.on('exit', () => socket.destroySoon())
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => void worker.terminate())
  try {
    for await (const text of socket.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      worker.postMessage(text)
      const [answer] = await once(worker, 'message')
      await new Promise((resolve) => socket.write(answer, resolve))
    }
    socket.end()
  } catch {
    socket.destroy()
  }
}
