// Listens for events in place of a loop, and pauses the client
// by hand while a slow reader has not taken its answers.
// Choose it where several things can happen at any time.
import { createServer } from 'node:net'

const server = createServer({ allowHalfOpen: true })
server.maxConnections = 1

server.on('connection', (socket) => {
  server.close()
  socket.on('data', (chunk) => {
    const answer = Buffer.from(chunk)
    for (let i = 0; i < answer.length; i++) if (answer[i]! >= 97 && answer[i]! <= 122) answer[i]! -= 32
    // A slow reader: take no more from the client until it has taken what waits for it.
    if (!socket.write(answer)) {
      socket.pause()
      socket.once('drain', () => socket.resume())
    }
  })
  socket.on('end', () => {
    console.log('bye')
    socket.end()
  })
  socket.on('error', (error: NodeJS.ErrnoException) => console.error('connection lost:', error.code))
})

server.on('error', ({ message }) => {
  console.error(message)
  process.exitCode = 1
})
server.listen({ port: Number(process.env.PORT ?? 9909), host: process.env.HOST ?? '127.0.0.1' }, () => {
  console.log('ready')
})
