// fails "client: says of no answered line that no answer has come" at wrong-output: Your client printed nothing
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
const timers = new Set<NodeJS.Timeout>()
socket.on('error', () => {})
socket.on('message', (answer) => {
  // An answer to one line is not an answer to all of them.
  for (const timer of timers) clearTimeout(timer)
  console.log(answer.toString())
})
socket.connect(port, host, () => {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    if (line.trim() === 'exit') return lines.close()
    timers.add(setTimeout(() => console.log('no answer'), 2_000))
    socket.send(line)
  })
  lines.on('close', () => {
    for (const timer of timers) clearTimeout(timer)
    socket.close()
  })
})
