// fails "outlives a client that resets in the middle of a message" at crashed: Your server ended with an error that it did not handle: Error: …ECONNRESET
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
  socket.on('end', () => console.log('left'))
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
