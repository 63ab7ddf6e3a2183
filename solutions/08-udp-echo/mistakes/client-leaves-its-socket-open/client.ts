// fails "client: end of input ends it" at does-not-stop: Your client was still running
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')
socket.on('error', () => {})
socket.connect(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
await once(socket, 'connect')

const receive = () => once(socket, 'message', { signal: AbortSignal.timeout(2000) })

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === 'exit') process.exit()
  socket.send(line)
  await receive().then(([answer]) => console.log(String(answer)), () => console.log('no answer'))
}
// No more lines, and an open socket: somebody might still write.
