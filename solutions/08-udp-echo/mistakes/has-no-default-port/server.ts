// fails "receives where HOST says, and on port 9900 without PORT" at listening-elsewhere: Your server receives on
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 0)

const socket = createSocket('udp4')
socket.on('message', (message, sender) => socket.send(toUpperCaseAscii(message), sender.port, sender.address))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
socket.bind(port, host, () => console.log(`receiving on ${host}:${port}`))

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
