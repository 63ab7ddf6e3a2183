// fails "client: "exit" ends it and is not sent" at does-not-stop: Your client was still running
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')
socket.on('error', () => {})
socket.connect(Number(process.env.PORT ?? 9900), '127.0.0.1')
await once(socket, 'connect')

const receive = () => once(socket, 'message', { signal: AbortSignal.timeout(2000) })

for await (const line of createInterface({ input: process.stdin })) {
  // It leaves the loop, and the interface goes on reading.
  if (line.trim() === 'exit') break
  socket.send(line)
  await receive().then(([answer]) => console.log(String(answer)), () => console.log('no answer'))
}
socket.close()
