// fails "keeps nothing of 200 clients that have left" at never-closed: your server now holds … more open descriptors than before.
import { createServer } from 'node:net'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
  socket.on('end', () => console.log('left'))
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
