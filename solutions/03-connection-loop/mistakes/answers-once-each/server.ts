// fails "serves 20 clients one after another, each with its own answers" at closed-early: Your server ended the connection (FIN) before it had sent anything of the answer to "goodbye from 1"
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.once('data', (chunk) => socket.end(chunk.toString().toUpperCase()))
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
