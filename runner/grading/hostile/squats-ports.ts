// full, user, process-only: passes
// Takes hundreds of the ports from which checks are given theirs, and answers as it should.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('data', (chunk) => socket.end(chunk.toString().toUpperCase()))
  socket.on('error', () => {})
})

server.listen(Number(process.env['PORT'] ?? 9909), '127.0.0.1', () => console.log('listening'))
// Its own port may be among them, and it has that one already.
for (let port = 20_000; port < 20_600; port++)
  createServer()
    .on('error', () => {})
    .listen(port, '127.0.0.1')
