// fails "answers "hello word" with "HELLO WORD", not a byte more" at extra-bytes: Your server sent the datagram "HELLO WORD\n" where
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message, sender) => {
  socket.send(`${message.toString().toUpperCase()}\n`, sender.port, sender.address)
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
