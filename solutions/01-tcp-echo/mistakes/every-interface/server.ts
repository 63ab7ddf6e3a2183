// fails "listens on 127.0.0.1 and nowhere else" at listening-elsewhere: Your server listens on 0.0.0.0:…, where 127.0.0.1:… and nothing else was due.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.once('data', (chunk) => socket.end(chunk.toString().toUpperCase()))
})
server.listen(Number(process.env.PORT ?? 9909), '0.0.0.0')
