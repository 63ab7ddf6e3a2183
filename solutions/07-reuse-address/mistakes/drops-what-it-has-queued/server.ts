// fails "SIGTERM: loses nothing of the answers in flight, however late they are read" at missing-bytes: Answers to what it had read were lost.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const graceMs = Number(process.env.GRACE_MS ?? 2_000)
const sockets = new Set<Socket>()

const server = createServer((socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  socket.on('error', (error) => console.log(error.message))
  const answers: string[] = []
  let isWriting = false
  const writeNext = () => {
    isWriting = false
    const answer = answers.shift()
    if (answer === undefined) return
    isWriting = true
    socket.write(answer, 'latin1', writeNext)
  }
  socket.on('data', (chunk) => {
    answers.push(chunk.toString('latin1').replace(/[a-z]+/g, (text) => text.toUpperCase()))
    if (!isWriting) writeNext()
  })
  // What waits for its turn has been read, and is dropped.
  process.on('SIGTERM', () => (answers.length = 0))
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${port}`))

function stop(): void {
  server.close()
  for (const socket of sockets) socket.end()
  setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs).unref()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
