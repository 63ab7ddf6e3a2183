// fails "answers an empty datagram with an empty one" at silent: The client sent an empty datagram
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message, sender) => {
  // Nothing came, so there is nothing to answer?
  if (message.length === 0) return
  socket.send(toUpperCaseAscii(message), sender.port, sender.address)
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
