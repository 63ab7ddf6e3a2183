// Answers on the event loop, and hands to a client's thread only what computes; otherwise that thread waits idle.
// Choose it where nearly all questions are quick: they cost no way to another thread and back.
import { createServer, type Socket } from 'node:net'
import { startWorker } from './given/start-worker.ts'
import { answer } from './given/work.ts'

const server = createServer({ allowHalfOpen: true }, serve)
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 8889), process.env.HOST ?? '127.0.0.1', () => console.log('ready'))

function serve(socket: Socket): void {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  /** Answers that the thread still owes this client. What comes after them waits in the thread's queue. */
  let owed = 0
  const endIfDone = () => {
    if (owed === 0 && socket.readableEnded) socket.end()
  }

  worker.on('message', (text: string) => {
    owed -= 1
    socket.write(text)
    endIfDone()
  })
  worker.on('error', () => socket.destroy())
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => void worker.terminate())
  socket.on('end', endIfDone)
  socket.setEncoding('utf8').on('data', (text: string) => {
    if (owed === 0 && isQuick(text)) return socket.write(answer(text))
    owed += 1
    return worker.postMessage(text)
  })
}

/** Has to know the work: what it takes for quick, all clients wait for. */
function isQuick(text: string): boolean {
  return text !== 'boom' && !text.startsWith('slow ')
}
