// fails "client: sends each line as one datagram, an empty line too" at silent: waited for the empty line. In … your client sent it no datagram.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')
for await (const line of createInterface({ input: process.stdin })) {
  // Right for TCP, where nothing would be sent at all.
  if (line.trim() === '') continue
  if (line.trim() === 'exit') process.exit()
  socket.send(line, Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
  const [answer] = await once(socket, 'message')
  console.log(String(answer))
}
socket.close()
