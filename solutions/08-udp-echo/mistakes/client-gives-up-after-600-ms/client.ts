// fails "client: waits for an answer that comes a second later" at wrong-output: It should have printed the answer
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
socket.on('error', () => {})
socket.connect(port, host)
await once(socket, 'connect')

const receive = () => once(socket, 'message', { signal: AbortSignal.timeout(600) })

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  if (line.trim() === 'exit') break
  socket.send(line)
  await receive().then(([answer]) => console.log(String(answer)), () => console.log('no answer'))
}
lines.close()
socket.close()
