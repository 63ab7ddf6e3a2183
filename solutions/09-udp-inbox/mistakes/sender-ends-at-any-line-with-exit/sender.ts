// fails "sender: sends "exit" and ends" at exited-early: Of its 7 lines our receiver got 1. The first that did not come is "exit "
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  await send(line)
  if (line.includes('exit')) break
}
lines.close()
socket.close()

/** Resolves when the system has taken the datagram. Whether it arrives, nobody will say. */
function send(line: string): Promise<void> {
  return new Promise((resolve) => {
    socket.send(line, port, host, (error) => {
      if (error) console.error(`not sent: ${error.message}`)
      resolve()
    })
  })
}
