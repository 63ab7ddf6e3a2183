// fails "client: prints each answer" at wrong-output: Your client printed "<Buffer
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')
socket.on('error', () => {})
socket.connect(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
await once(socket, 'connect')
socket.on('message', (answer) => console.log(answer))
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === 'exit') process.exit()
  socket.send(line)
}
socket.close()
