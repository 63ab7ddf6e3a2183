// fails "sender: ends with 0 where nobody listens" at wrong-bytes: Your sender sent the datagram "anybody?" where the line "and now?"
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

socket.connect(port, host)
await once(socket, 'connect')

const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  while (await isRefused(line)) await new Promise((resolve) => setTimeout(resolve, 200))
  if (line === 'exit') break
}
lines.close()
socket.close()

async function isRefused(line: string): Promise<boolean> {
  const refusal = once(socket, 'message', { signal: AbortSignal.timeout(40) }).catch((error: Error) => error.name)
  await send(line)
  return (await refusal) !== 'AbortError'
}

/** Resolves when the system has taken the datagram. Whether it arrives, nobody will say. */
function send(line: string): Promise<void> {
  return new Promise((resolve) => {
    socket.send(line, (error) => {
      if (error) console.error(`not sent: ${error.message}`)
      resolve()
    })
  })
}
