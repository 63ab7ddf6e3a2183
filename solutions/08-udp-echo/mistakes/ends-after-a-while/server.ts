// fails "answers five clients at once, each with its own" at exited-early: Your server ended with exit code 0
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
let due = 8
socket.on('message', (message, sender) => {
  socket.send(toUpperCaseAscii(message), sender.port, sender.address, () => {
    if (--due === 0) socket.close()
  })
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
socket.bind(port, host, () => console.log(`receiving on ${host}:${port}`))

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
