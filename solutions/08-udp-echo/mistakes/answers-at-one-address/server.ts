// fails "answers a client at another address" at silent: …
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
socket.on('message', (message, sender) => {
  socket.send(upper(message), sender.port, '127.0.0.1', () => {})
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
socket.bind(port, host, () => console.log(`receiving on ${host}:${port}`))

function upper(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
