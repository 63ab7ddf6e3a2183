// fails "answers five clients at once, each with its own" at wrong-bytes: Your server sent the datagram "HELLO FROM THE
import { createSocket, type RemoteInfo } from 'node:dgram'

const socket = createSocket('udp4')
const clients = new Map<string, RemoteInfo>()
socket.on('message', (message, sender) => {
  clients.set(`${sender.address}:${sender.port}`, sender)
  for (const { port, address } of clients.values()) socket.send(toUpperCaseAscii(message), port, address)
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
