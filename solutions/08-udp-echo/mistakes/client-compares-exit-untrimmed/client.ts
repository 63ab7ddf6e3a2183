// fails "client: "exit" ends it and is not sent" at extra-bytes: Your client sent the datagram "  exit " to our server after
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')
socket.on('error', () => {})
socket.connect(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
await once(socket, 'connect')

const receive = () => once(socket, 'message', { signal: AbortSignal.timeout(2000) })

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  if (line === 'exit') break
  socket.send(line)
  await receive().then(([answer]) => console.log(String(answer)), () => console.log('no answer'))
}
lines.close()
socket.close()
