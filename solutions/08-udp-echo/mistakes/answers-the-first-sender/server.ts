// fails "outlives a client that is gone before its answer" at silent: The next client sent the datagram "hello"
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
let isConnected = false
socket.on('error', () => {})
socket.on('message', (message, sender) => {
  const answer = toUpperCaseAscii(message)
  if (isConnected) return socket.send(answer)
  // As with TCP: connect once, and then talk. From now on the system drops what everybody else sends.
  isConnected = true
  socket.connect(sender.port, sender.address, () => socket.send(answer))
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
