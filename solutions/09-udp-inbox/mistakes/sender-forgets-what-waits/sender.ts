// fails "sender: loses nothing of 100 lines piped in at once" at exited-early: Your sender ended with exit code 0. Of its 100 lines our receiver got
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

const lines = createInterface({ input: process.stdin })
// Not too fast, so that the receiver keeps up.
const waiting: string[] = []
lines.on('line', (line) => waiting.push(line))
setInterval(sendNext, 10)
lines.on('close', () => process.exit(0))

function sendNext(): void {
  const line = waiting.shift()
  if (line === undefined) return
  socket.send(line, port, host, () => {
    if (line === 'exit') process.exit(0)
  })
}
