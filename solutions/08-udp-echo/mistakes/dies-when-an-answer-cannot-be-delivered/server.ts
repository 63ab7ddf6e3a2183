// fails "outlives a client that is gone before its answer" at crashed: ECONNREFUSED
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message, sender) => {
  // A connected socket hears that nobody is there, as an "error" that nobody listens for.
  socket.connect(sender.port, sender.address, () => {
    socket.send(toUpperCaseAscii(message), () => socket.disconnect())
  })
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
