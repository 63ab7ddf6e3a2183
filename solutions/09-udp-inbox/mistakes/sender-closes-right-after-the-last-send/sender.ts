// fails "sender: sends "exit" and ends" at exited-early: Your sender ended with exit code 0. Of its three lines our receiver got two: the last was still in the program when the socket was closed.
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  socket.send(line, port, host)
  if (line === 'exit') break
}
lines.close()
socket.close()
