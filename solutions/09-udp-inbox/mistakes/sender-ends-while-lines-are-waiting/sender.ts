// fails "sender: loses nothing of 100 lines piped in at once" at exited-early: Your sender ended with exit code 0. Of its 100 lines our receiver got
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

const lines = createInterface({ input: process.stdin })
let sent = Promise.resolve()
lines.on('line', (line) => {
  sent = sent.then(() => send(line))
  if (line === 'exit') void sent.then(() => process.exit(0))
})
lines.on('close', () => process.exit(0))

/** Resolves when the system has taken the datagram. Whether it arrives, nobody will say. */
function send(line: string): Promise<void> {
  return new Promise((resolve) => {
    socket.send(line, port, host, (error) => {
      if (error) console.error(`not sent: ${error.message}`)
      resolve()
    })
  })
}
