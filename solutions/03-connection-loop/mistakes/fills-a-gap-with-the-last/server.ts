// fails "outlives a client that resets while another one is served" at extra-bytes: Your server answered the last client while the next client, which had come before it, was still waiting
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

let current: Socket | undefined
const queue: Socket[] = []
/** What a client has said before its turn. */
const early = new Map<Socket, Buffer[]>()

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  socket.on('data', (chunk) => {
    if (socket === current) answer(socket, chunk)
    else early.get(socket)?.push(chunk)
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
      remove(socket)
    }
  })
  early.set(socket, [])
  queue.push(socket)
  next()
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Takes a client that has broken off out of the queue, without moving all the others. */
function remove(socket: Socket): void {
  const place = queue.indexOf(socket)
  if (place < 0) return
  const last = queue.pop()
  if (last && place < queue.length) queue[place] = last
}

/** Gives the turn to the client that has waited longest, if nobody has it. */
function next(): void {
  if (current) return
  current = queue.shift()
  if (!current) return
  const words = early.get(current) ?? []
  early.delete(current)
  if (words.length > 0) answer(current, Buffer.concat(words))
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
