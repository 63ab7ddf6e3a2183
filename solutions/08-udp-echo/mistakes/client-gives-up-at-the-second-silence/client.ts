// fails "client: begins before its server, and works when that has come" at exited-early: Your client ended after
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
socket.on('error', () => {})
socket.connect(port, host)
await once(socket, 'connect')

const receive = () => once(socket, 'message', { signal: AbortSignal.timeout(2_000) })

let silences = 0
const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  if (line.trim() === 'exit') break
  socket.send(line)
  await receive().then(([answer]) => console.log(String(answer)), () => {
    console.log('no answer')
    // Twice is enough?
    if (++silences === 2) process.exit(1)
  })
}
lines.close()
socket.close()
