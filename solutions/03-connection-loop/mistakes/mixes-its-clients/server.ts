// fails "serves the next client after the first has left" at wrong-bytes: Your server sent "ONETWO" where the answer to "two", "TWO", was due.
import { createServer } from 'node:net'

let text = ''

const server = createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    text += chunk
    socket.write(text.toUpperCase())
  })
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
