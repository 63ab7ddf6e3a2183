// fails "sends back the longest datagram whole, as one" at missing-bytes: Your server sent the datagram … (1,024 bytes) where
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message, sender) => {
  // recvfrom(1024), as it stands in so many examples: the rest of the datagram is gone.
  socket.send(toUpperCaseAscii(message.subarray(0, 1024)), sender.port, sender.address)
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
