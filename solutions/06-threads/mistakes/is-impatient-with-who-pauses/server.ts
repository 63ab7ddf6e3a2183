// fails "answers one client while it computes for another" at closed-early: had all its answers and said nothing for a while
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

/** A thread is dear. A client that has been answered and then says nothing for so long has to give it back. */
const patienceMs = 3_000

/** Starts a thread for one client. This thread only carries texts to and fro. */
function serve(socket: Socket): void {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  let gone = false
  let due = 0
  let idle: NodeJS.Timeout | undefined
  let chain = Promise.resolve()

  const ask = (text: string): Promise<string> =>
    new Promise((resolve) => {
      worker.once('message', resolve)
      worker.postMessage(text)
    })
  const handle = async (text: string): Promise<void> => {
    if (gone) return
    socket.write(await ask(text))
    due -= 1
    if (due === 0 && !socket.readableEnded && !gone) idle = setTimeout(() => socket.destroySoon(), patienceMs)
  }

  // Half a character is kept back until the rest of it has come.
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    clearTimeout(idle)
    due += 1
    chain = chain.then(() => handle(String(text)))
  })
  socket.on('end', () => {
    clearTimeout(idle)
    chain = chain.then(() => {
      socket.end()
    })
  })
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  worker.on('error', (error) => {
    console.log(`a worker has failed: ${error.message}`)
    socket.destroy()
  })
  socket.on('close', () => {
    gone = true
    clearTimeout(idle)
    void worker.terminate()
  })
}
