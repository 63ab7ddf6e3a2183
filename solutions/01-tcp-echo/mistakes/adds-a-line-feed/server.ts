// fails "answers "hello word" with "HELLO WORD", not a byte more" at extra-bytes: Your server sent 1 byte more than was due: "\n".
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end(`${chunk.toString().toUpperCase()}\n`)
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
