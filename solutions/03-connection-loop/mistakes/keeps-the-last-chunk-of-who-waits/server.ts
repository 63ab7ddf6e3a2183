// fails "answers all that a client has said before it ended its side" at wrong-bytes: where the answer to all that it had said
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

let current: Socket | undefined
const queue: Socket[] = []
/** What a client has said before its turn. */
const early = new Map<Socket, Buffer>()

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  socket.on('data', (chunk) => {
    if (socket === current) answer(socket, chunk)
    else early.set(socket, chunk)
  })
  socket.on('end', () => {
    if (socket === current) socket.end()
  })
  socket.on('close', () => {
    early.delete(socket)
    if (socket === current) {
      current = undefined
      next()
    } else {
      const place = queue.indexOf(socket)
      if (place >= 0) queue.splice(place, 1)
    }
  })
  queue.push(socket)
  next()
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Gives the turn to the client that has waited longest, if nobody has it. */
function next(): void {
  if (current) return
  current = queue.shift()
  if (!current) return
  const chunk = early.get(current)
  early.delete(current)
  if (chunk) answer(current, chunk)
  if (current.readableEnded) current.end()
}

/** Sends the answer. A client that does not read is not read from either. */
function answer(socket: Socket, chunk: Buffer): void {
  if (socket.write(toUpperCaseAscii(chunk))) return
  socket.pause()
  socket.once('drain', () => socket.resume())
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
