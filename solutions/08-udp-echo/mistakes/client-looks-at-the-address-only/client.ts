// fails "client: ignores a datagram from somebody else" at wrong-output: and it printed that as it prints an answer.
import { createSocket, type RemoteInfo } from 'node:dgram'
import { on } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const socket = createSocket('udp4')
const lines = createInterface({ input: process.stdin })
for await (const line of lines) {
  if (line.trim() === 'exit') break
  const signal = AbortSignal.timeout(2_000)
  const messages = on(socket, 'message', { signal }) as AsyncIterable<[Buffer, RemoteInfo]>
  socket.send(line, Number(process.env.PORT ?? 9900), host)
  try {
    for await (const [answer, sender] of messages) {
      // Every program of this machine has that address.
      if (sender.address !== host) continue
      console.log(`${sender.address}:${sender.port} says ${answer}`)
      break
    }
  } catch {
    console.log('no answer')
  }
}
lines.close()
socket.close()
