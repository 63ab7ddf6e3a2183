// fails "answers every datagram with one datagram, also when it comes again" at exited-early: …
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')

socket.on('message', (message, sender) => {
  if (message.toString() === 'exit') return void socket.close()
  socket.send(toUpperCaseAscii(message), sender.port, sender.address)
  console.log(`${message.length} bytes from ${sender.address}:${sender.port}`)
})

socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
socket.bind(port, host, () => console.log(`receiving on ${host}:${port}`))

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
export function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
