// fails "prints a line when it has its port" at wrong-output: as the first one did, which has the port
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')

// One socket serves everybody. Each datagram brings the address that its answer has to go to.
socket.on('message', (message, sender) => {
  console.log(`${message.length} bytes from ${sender.address}:${sender.port}`)
  socket.send(toUpperCaseAscii(message), sender.port, sender.address, (error) => {
    if (error) console.error(error.message)
  })
})

socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
socket.bind(port, host)
console.log(`receiving on ${host}:${port}`)

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
