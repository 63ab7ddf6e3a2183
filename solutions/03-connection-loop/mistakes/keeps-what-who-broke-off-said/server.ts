// fails "keeps nothing of the clients that have left" at never-closed: more memory than before. It keeps what they said.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

// what each client has said
const history = new Map<Socket, Buffer[]>()
const waiting: Socket[] = []
let current: Socket | undefined

const server = createServer({ pauseOnConnect: true }, (socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => {
    if (socket === current) next()
  })
  waiting.push(socket)
  if (!current) next()
})

function next(): void {
  current = waiting.shift()
  const socket = current
  if (!socket) return
  const words: Buffer[] = []
  history.set(socket, words)
  socket.on('data', (chunk) => {
    words.push(chunk)
    socket.write(toUpperCaseAscii(chunk))
  })
  socket.on('end', () => {
    console.log(`it said ${words.length} things`)
    history.delete(socket)
  })
  socket.resume()
}

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
