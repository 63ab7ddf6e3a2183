import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  // One datagram for each line, "exit" among them. Are they all out when the socket is closed?
  socket.send(line, port, host)
  if (line === 'exit') break
}
lines.close()
socket.close()
