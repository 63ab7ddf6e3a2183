// fails "serves the next client after the first has left" at refused: The connection of the second client was refused by the system: nobody was listening on 127.0.0.1:… any more.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
  socket.on('end', () => server.close())
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
