// fails "keeps nothing of the clients that have left" at never-closed: more memory than before. It keeps what they said.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

/** What each client has said before its turn. */
const early = new Map<Socket, Buffer[]>()
const ended = new WeakSet<Socket>()
let queue: Socket[] = []
let current: Socket | undefined

const server = createServer({ allowHalfOpen: true }, (socket) => {
  early.set(socket, [])
  queue.push(socket)
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    if (socket === current) answer(socket, chunk)
    else early.get(socket)?.push(chunk)
  })
  socket.on('end', () => {
    if (socket === current) socket.end()
    else ended.add(socket)
  })
  socket.on('close', () => {
    queue = queue.filter((other) => other !== socket)
    if (socket === current) next()
  })
  if (!current) next()
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log('listening on', host, port))

function next(): void {
  current = queue.shift()
  if (!current) return
  const words = early.get(current) ?? []
  early.delete(current)
  for (const chunk of words) answer(current, chunk)
  if (ended.has(current)) current.end()
}

function answer(socket: Socket, chunk: Buffer): void {
  if (!socket.write(upper(chunk))) {
    socket.pause()
    socket.once('drain', () => socket.resume())
  }
}

function upper(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
