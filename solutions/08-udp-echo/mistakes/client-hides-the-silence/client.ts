// fails "client: nobody answers: says so and goes on with the next line" at wrong-output: Your client printed nothing after our server took its line and did not answer.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')
socket.on('error', () => {})
socket.connect(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
await once(socket, 'connect')

const receive = () => once(socket, 'message', { signal: AbortSignal.timeout(2000) })

const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false, prompt: '> ' })
for await (const line of lines) {
  if (line.trim() === 'exit') break
  socket.send(line)
  await receive().then(([answer]) => console.log(String(answer)), () => {})
  lines.prompt()
}
lines.close()
socket.close()
