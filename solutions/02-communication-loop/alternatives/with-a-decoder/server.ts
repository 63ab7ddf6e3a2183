// Lets `setEncoding` make text of the bytes, one character
// of each (latin1), and makes bytes of it again the same way.
// Choose it where what you do needs text, and any byte may come.
import { createServer } from 'node:net'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  socket.setEncoding('latin1')
  socket.on('error', ({ message }) => console.log(`gone: ${message}`))
  socket.on('data', (text) => {
    const isTaken = socket.write(
      String(text).replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
      'latin1',
    )
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
