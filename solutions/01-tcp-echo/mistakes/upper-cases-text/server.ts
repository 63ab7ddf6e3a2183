// fails "changes the letters a–z and no other byte" at wrong-bytes: Your server sent
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end(chunk.toString().toUpperCase())
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
