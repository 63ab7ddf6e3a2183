import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  if (line.trim() === 'exit') break
  // Send the line, wait for its answer, and print it. No answer within two seconds: say so, and go on.
  console.log(`still to be sent to ${host}:${port}: ${line}`)
}
lines.close()
socket.close()
