// fails "client: says of no answered line that no answer has come" at silent: waited for the line "two"
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

const lines = createInterface({ input: process.stdin })
let isWaiting = false
lines.on('line', async (line) => {
  // One at a time: what is typed meanwhile is gone.
  if (isWaiting) return
  if (line.trim() === 'exit') return lines.close()
  isWaiting = true
  socket.send(line)
  await receive().then(([answer]) => console.log(String(answer)), () => console.log('no answer'))
  isWaiting = false
})
lines.on('close', () => socket.close())
