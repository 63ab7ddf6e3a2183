// fails "serves 20 clients one after another, each with its own answers" at wrong-bytes: where the answer to half a character that was sent before its turn
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

interface Guest {
  socket: Socket
  words: string
  ended: boolean
}
const waiting: Guest[] = []
let current: Guest | undefined

const server = createServer({ allowHalfOpen: true }, (socket) => {
  const guest: Guest = { socket, words: '', ended: false }
  socket.on('data', (chunk) => {
    if (guest === current) socket.write(toUpperCaseAscii(chunk))
    else guest.words += chunk
  })
  socket.on('end', () => {
    guest.ended = true
    if (guest === current) socket.end()
  })
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => {
    if (guest === current) next()
    else if (waiting.includes(guest)) waiting.splice(waiting.indexOf(guest), 1)
  })
  waiting.push(guest)
  if (!current) next()
})

function next(): void {
  current = waiting.shift()
  if (!current) return
  if (current.words !== '') current.socket.write(toUpperCaseAscii(Buffer.from(current.words)))
  if (current.ended) current.socket.end()
}

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
