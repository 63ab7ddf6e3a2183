// fails "sender: ends with 0 where nobody listens" at exited-early: and had not sent our receiver the line "and now?"
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')
socket.connect(port, host)
await once(socket, 'connect')

const lines = createInterface({ input: process.stdin })
let refusals = 0
socket.on('error', (error) => {
  console.error(error.message)
  if (++refusals === 5) lines.close()
})

for await (const line of lines) {
  await send(line)
  if (line === 'exit') break
}
lines.close()
socket.close()

/** A refusal of the line before may be told here; then this line has not gone out, and is sent once more. */
function send(line: string): Promise<void> {
  return new Promise((resolve) => {
    socket.send(line, (error) => {
      if (error) socket.send(line, () => resolve())
      else resolve()
    })
  })
}
