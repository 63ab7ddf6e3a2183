// fails "lets those who come meanwhile wait for their turn" at extra-bytes: client while the second, which had come before it, was still waiting
import { createServer, type Socket } from 'node:net'

const waiting: Socket[] = []
let served: Socket | undefined

const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
  socket.on('error', ({ message }) => console.log(`a client has broken off: ${message}`))
  waiting.push(socket)
  serveNext()
})

server.on('error', ({ message }) => {
  console.error(message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1', () => console.log('ready'))

function serveNext(): void {
  if (served) return
  const socket = waiting.pop()
  if (!socket) return
  served = socket
  console.log(`${waiting.length} clients wait`)
  socket.on('close', () => {
    served = undefined
    serveNext()
  })
  // One that has broken off while it waited says so only now, when it is read from.
  socket.on('data', (chunk) =>
    socket.write(chunk.map((byte) => (byte > 96 && byte < 123 ? byte - 32 : byte))),
  )
  socket.on('end', () => socket.end())
  socket.resume()
}
