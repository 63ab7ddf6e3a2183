// fails "lets those who come meanwhile wait for their turn" at extra-bytes: Your server answered the second client while the first was still there
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('data', (chunk) =>
    socket.write(chunk.map((byte) => (byte > 96 && byte < 123 ? byte - 32 : byte))),
  )
  socket.on('error', ({ message }) => console.log(message))
})

server.on('error', ({ message }) => {
  console.error(message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1', () => console.log('ready'))
