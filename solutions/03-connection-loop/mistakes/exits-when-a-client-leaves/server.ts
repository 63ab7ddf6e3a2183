// fails "serves the next client after the first has left" at refused: Your server had ended by itself, with exit code 0.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
  socket.on('end', () => process.exit(0))
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
