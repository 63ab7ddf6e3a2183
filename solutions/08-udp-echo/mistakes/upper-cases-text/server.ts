// fails "changes the letters a–z and no other byte" at wrong-bytes: "GRÜSSE, 世界"
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message, sender) => {
  socket.send(message.toString().toUpperCase(), sender.port, sender.address)
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
