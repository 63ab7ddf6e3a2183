// fails "outlives a client that resets in the middle of a message" at extra-bytes: Your server answered the last that waits while the client before it was still there
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const waiting: Socket[] = []
let busy = false

const server = createServer({ pauseOnConnect: true }, (socket) => {
  socket.on('error', (error) => console.log(error.message))
  waiting.push(socket)
  if (!busy) next()
})

function next(): void {
  busy = false
  const socket = waiting.shift()
  if (!socket) return
  busy = true
  socket.on('data', (chunk) => socket.write(toUpperCaseAscii(chunk)))
  socket.on('error', next)
  socket.on('close', next)
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
