// fails "listens on 127.0.0.1 and nowhere else" at listening-elsewhere: Your server listens on [::]:…, where 127.0.0.1:… and nothing else was due.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end(chunk.toString('latin1').replace(/[a-z]/g, (letter) => letter.toUpperCase()), 'latin1')
  })
})
server.listen(Number(process.env.PORT ?? 9909))
