// fails "receives on 127.0.0.1 and nowhere else" at listening-elsewhere: Your server listens for connections (TCP) on 127.0.0.1:…, and has no socket for datagrams (UDP)
import { createServer } from 'node:net'

// The server of an earlier lesson: the number is right, but it is a port of TCP.
const server = createServer((socket) => {
  socket.on('error', () => {})
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
})
server.listen(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1', () => console.log('listening'))
