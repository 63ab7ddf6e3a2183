// fails "answers "hello word" with "HELLO WORD", not a byte more" at exited-early: Your server ended with exit code 0, and had not sent the client
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message, sender) => {
  socket.send(message.toString().toUpperCase(), sender.port, sender.address)
  // As in the first lesson: answered, so it is over. But the datagram is still waiting here.
  socket.close()
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
