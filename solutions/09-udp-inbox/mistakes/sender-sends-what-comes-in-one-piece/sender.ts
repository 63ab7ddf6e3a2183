// fails "sender: loses nothing of 100 lines piped in at once" at wrong-bytes: Your sender sent "line 1\nline 2
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

process.stdin.setEncoding('utf8')
let text = ''
for await (const chunk of process.stdin) {
  text += chunk
  if (!text.endsWith('\n')) continue
  const line = text.slice(0, -1)
  text = ''
  await send(line)
  if (line === 'exit') break
}
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
