// Lets `setEncoding` make text of the bytes; it keeps
// half a character back until its other half has come.
// Choose it where what you do needs text, and not bytes.
import { createServer } from 'node:net'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  socket.setEncoding('utf8')
  socket.on('error', ({ message }) => console.log(`gone: ${message}`))
  socket.on('data', (text) => {
    const isTaken = socket.write(String(text).replace(/[a-z]+/g, (letters) => letters.toUpperCase()))
    if (isTaken) return
    socket.pause()
    socket.once('drain', () => socket.resume())
  })
  socket.on('end', () => socket.end(() => console.log('that was the conversation')))
})

server.on('error', ({ message }) => {
  console.error(message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
