// fails "client: ignores a datagram from somebody else" at wrong-output: and it printed that as it prints an answer.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')
const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  if (line.trim() === 'exit') break
  socket.send(line, Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
  try {
    // Whatever comes first is taken for the answer.
    const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(2000) })
    console.log(String(answer))
  } catch {
    console.log('no answer')
  }
}
lines.close()
socket.close()
