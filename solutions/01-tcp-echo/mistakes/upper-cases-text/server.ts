// fails "passes UTF-8 through unharmed" at wrong-bytes: Your server sent "GRÜSSE, 世界" where the answer, "GRüßE, 世界", was due.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end(chunk.toString().toUpperCase())
  })
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
