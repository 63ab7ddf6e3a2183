// fails "lets those who come meanwhile wait for their turn" at extra-bytes: Your server answered the fourth client while the third
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

// whoever has something to say is next
const lobby = new Map<Socket, Buffer[]>()
const ended = new WeakSet<Socket>()
let current: Socket | undefined

const server = createServer({ allowHalfOpen: true }, (socket) => {
  if (!current) current = socket
  else lobby.set(socket, [])
  socket.on('data', (chunk) => {
    if (socket === current) socket.write(toUpperCaseAscii(chunk))
    else {
      const words = lobby.get(socket)!
      words.push(chunk)
      // to the end of the line of those who have spoken
      if (words.length === 1) {
        lobby.delete(socket)
        lobby.set(socket, words)
      }
    }
  })
  socket.on('end', () => {
    if (socket === current) socket.end()
    else ended.add(socket)
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    lobby.delete(socket)
    if (socket === current) next()
  })
})

function next(): void {
  current = undefined
  const spoken = [...lobby].find(([, words]) => words.length > 0) ?? [...lobby][0]
  if (!spoken) return
  const [socket, words] = spoken
  lobby.delete(socket)
  current = socket
  for (const chunk of words) socket.write(toUpperCaseAscii(chunk))
  if (ended.has(socket)) socket.end()
}

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
