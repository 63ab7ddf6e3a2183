// fails "answers five clients at once, each with its own" at silent: The first client sent the datagram "hello from the first client"
import { createSocket, type RemoteInfo } from 'node:dgram'

const socket = createSocket('udp4')
let client: RemoteInfo | undefined
socket.on('message', (message, sender) => {
  client = sender
  // By the time that this runs, somebody else may have written.
  setImmediate(() => socket.send(toUpperCaseAscii(message), client!.port, client!.address))
})
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')

const toUpperCaseAscii = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)))
