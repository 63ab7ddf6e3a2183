// fails "client: sends each line as one datagram, an empty line too" at silent: Our server waited for the line "hello word". In … your client sent it no datagram.
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === 'exit') process.exit()
  const socket = createSocket('udp4')
  socket.on('message', (answer) => console.log(answer.toString()))
  socket.send(line, Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
  // Sent is sent? The socket takes it back.
  socket.close()
}
