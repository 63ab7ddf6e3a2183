// fails "listens on 127.0.0.1 and nowhere else" at did-not-start: Your server did not start: server.ts could not be loaded. …server.ts:7:
import { createServer } from 'node:net'

const server = createServer((socket => {
  socket.once('data', (chunk) => socket.end(chunk.toString().toUpperCase()))
})
server.listen(9909, '127.0.0.1')
