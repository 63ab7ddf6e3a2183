// fails "changes the letters a–z and no other byte" at wrong-bytes: Your server sent
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end(chunk.toString().toUpperCase())
  })
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
