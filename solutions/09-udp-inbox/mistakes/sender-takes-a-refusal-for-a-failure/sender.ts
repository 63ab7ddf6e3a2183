// fails "sender: ends with 0 where nobody listens" at wrong-exit: Your sender ended with exit code 1
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

socket.connect(port, host)
await once(socket, 'connect')

socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  await send(line)
  if (line === 'exit') break
}
lines.close()
socket.close()

/** Resolves when the system has taken the datagram. Whether it arrives, nobody will say. */
function send(line: string): Promise<void> {
  return new Promise((resolve) => {
    socket.send(line, (error) => {
      if (error) console.error(`not sent: ${error.message}`)
      resolve()
    })
  })
}
