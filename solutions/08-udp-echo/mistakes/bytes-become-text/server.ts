// fails "changes the letters a–z and no other byte" at wrong-bytes: Your server sent the datagram
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message, sender) => {
  // Only a–z are changed, but bytes that are no UTF-8 are lost on the way through a string.
  const answer = message.toString().replace(/[a-z]/g, (letter) => letter.toUpperCase())
  socket.send(answer, sender.port, sender.address)
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
