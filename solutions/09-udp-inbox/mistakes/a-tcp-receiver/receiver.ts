// fails "receives on 127.0.0.1 and nowhere else" at listening-elsewhere: Your receiver listens for connections (TCP) on 127.0.0.1:…, and has no socket for datagrams (UDP)
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const inbox = createServer((socket) => {
  socket.on('data', (bytes) => console.log(`${socket.remoteAddress}:${socket.remotePort} ${bytes.toString()}`))
  socket.on('error', () => {})
})
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.listen(port, host, () => console.log(`receiving on ${host}:${port}`))
