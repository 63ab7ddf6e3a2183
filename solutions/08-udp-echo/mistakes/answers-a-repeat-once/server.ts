// fails "answers every datagram with one datagram, also when it comes again" at silent: sent the datagram "once more"
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
const answered = new Set<string>()
socket.on('message', (message, sender) => {
  // Over UDP one datagram may come twice. This one takes every question that is asked again for that.
  const key = `${sender.port} ${message}`
  if (answered.has(key)) return
  answered.add(key)
  socket.send(toUpperCaseAscii(message), sender.port, sender.address)
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
socket.bind(port, host, () => console.log(`receiving on ${host}:${port}`))

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
