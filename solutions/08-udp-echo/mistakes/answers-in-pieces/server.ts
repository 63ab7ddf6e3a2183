// fails "sends back the longest datagram whole, as one" at missing-bytes: Your server sent the datagram … (1,472 bytes) where
import { createSocket } from 'node:dgram'

const frameBytes = 1472
const socket = createSocket('udp4')
socket.on('message', (message, sender) => {
  const answer = toUpperCaseAscii(message)
  if (answer.length === 0) socket.send(answer, sender.port, sender.address)
  // Each piece fits a frame, and each is a message of its own.
  for (let start = 0; start < answer.length; start += frameBytes) {
    socket.send(answer.subarray(start, start + frameBytes), sender.port, sender.address)
  }
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
