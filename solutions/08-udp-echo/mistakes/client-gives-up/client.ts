// fails "client: nobody answers: says so and goes on with the next line" at exited-early: Your client ended with exit code 1, and had not sent our server the next line.
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
  if (line.trim() === 'exit') break
  socket.send(line)
  try {
    const [answer] = await receive()
    console.log(String(answer))
  } catch {
    console.error('no answer')
    process.exit(1)
  }
}
lines.close()
socket.close()
