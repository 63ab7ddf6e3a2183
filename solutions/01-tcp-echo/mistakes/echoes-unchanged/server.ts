// fails "answers "hello word" with "HELLO WORD", not a byte more" at wrong-bytes: Your server sent "hello word" where the answer, "HELLO WORD", was due.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end(chunk)
  })
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
