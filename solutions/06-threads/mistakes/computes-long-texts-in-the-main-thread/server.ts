// fails "answers one client while it computes for another" at blocks-others: Work for one client waits for work for another
import { createServer, type Socket } from 'node:net'
import { startWorker } from './given/start-worker.ts'
import { answer } from './given/work.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8889)

const server = createServer({ allowHalfOpen: true }, serve)

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Texts longer than this are not worth the copying: changing their letters is quicker than carrying them. */
const worthCarrying = 8_192

/** Starts a thread for one client. */
function serve(socket: Socket): void {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  let gone = false
  let chain = Promise.resolve()

  const ask = (text: string): Promise<string> =>
    new Promise((resolve) => {
      worker.once('message', resolve)
      worker.postMessage(text)
    })
  const handle = async (text: string): Promise<void> => {
    if (gone) return
    socket.write(text.length > worthCarrying ? answer(text) : await ask(text))
  }

  // Half a character is kept back until the rest of it has come.
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    chain = chain.then(() => handle(String(text)))
  })
  socket.on('end', () => {
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
    void worker.terminate()
  })
}
