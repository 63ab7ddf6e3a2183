// fails "answers one client while it computes for another" at blocks-others: Work for one client waits for work for another
import { createServer } from 'node:net'
import { startWorker } from './given/start-worker.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8889)

// Two computations at once would only slow each other down.
let lock = Promise.resolve()

const server = createServer({ allowHalfOpen: true }, (socket) => {
  const worker = startWorker(new URL('./worker.ts', import.meta.url))
  socket.setEncoding('utf8')
  let done = () => {}
  socket.on('data', async (data) => {
    const text = data.toString()
    if (text.startsWith('slow')) {
      const before = lock
      lock = new Promise((resolve) => (done = resolve))
      await before
    }
    worker.postMessage(text)
  })
  socket.on('end', () => worker.postMessage(null))
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  socket.on('close', () => {
    done()
    void worker.terminate()
  })
  worker.on('message', (text: string | null) => {
    if (text === null) socket.end()
    else socket.write(text)
    done()
  })
  worker.on('error', (error) => {
    console.log(`a worker has failed: ${error.message}`)
    socket.destroy()
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
