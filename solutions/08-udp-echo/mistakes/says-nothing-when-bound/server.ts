// fails "prints a line when it has its port" at wrong-output: Your server printed nothing
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
socket.on('message', (message, sender) => socket.send(toUpperCaseAscii(message), sender.port, sender.address))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
socket.bind(port, host)

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
