// Gives each connection listeners of its own, so that
// every client is served, whether others are there or
// not. Choose it where nobody needs to wait for a turn.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  const who = `${socket.remoteAddress}:${socket.remotePort}`
  console.log(`${who} has come`)
  socket.on('data', (chunk) =>
    socket.write(chunk.map((byte) => (byte > 96 && byte < 123 ? byte - 32 : byte))),
  )
  socket.on('error', ({ message }) => console.log(`${who}: ${message}`))
  socket.on('close', () => console.log(`${who} has left`))
})

server.on('error', ({ message }) => {
  console.error(message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1', () => console.log('ready'))
