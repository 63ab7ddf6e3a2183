// fails "answers "hello word" with "HELLO WORD", not a byte more" at closed-early: Your server ended the connection (FIN) before it had sent anything of the answer
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.on('error', () => {})
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end()
    socket.write(chunk.toString().toUpperCase())
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
