// Is the classic loop: receive from somebody, send to
// the same, and again. Choose it where an answer has
// to be out before the next question is looked at.
import { createSocket, type RemoteInfo } from 'node:dgram'
import { on, once } from 'node:events'

const { PORT = '9900', HOST = '127.0.0.1' } = process.env
const socket = createSocket({ type: 'udp4' })

try {
  socket.bind({ port: Number(PORT), address: HOST })
  await once(socket, 'listening')
  console.log('ready')
  for await (const [message, sender] of on(socket, 'message') as AsyncIterable<[Buffer, RemoteInfo]>) {
    const answer = message.toString('latin1').replace(/[a-z]/g, (letter) => letter.toUpperCase())
    await send(Buffer.from(answer, 'latin1'), sender)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

function send(bytes: Buffer, { port, address }: RemoteInfo): Promise<void> {
  // An answer that cannot be sent concerns nobody but its receiver, who will notice.
  return new Promise((resolve) => socket.send(bytes, port, address, () => resolve()))
}
