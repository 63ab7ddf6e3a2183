// fails "client: sends each line as one datagram, an empty line too" at silent: Our server waited for the line "hello word".
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')
socket.on('message', (answer) => console.log(answer.toString()))
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === 'exit') process.exit()
  socket.send(line, 9, process.env.HOST ?? '127.0.0.1')
}
socket.close()
