// fails "sender: loses nothing of 100 lines piped in at once" at silent: Our receiver waited for the line "line 2". In
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline/promises'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

const lines = createInterface({ input: process.stdin })
for (;;) {
  const line = await lines.question('')
  await send(line)
  if (line === 'exit') break
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
