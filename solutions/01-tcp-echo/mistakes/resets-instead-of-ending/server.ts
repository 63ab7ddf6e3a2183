// fails "answers "hello word" with "HELLO WORD", not a byte more" at wrong-goodbye: Your server broke the connection off with a reset (RST) after its answer
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.write(chunk.toString().toUpperCase(), () => socket.resetAndDestroy())
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
