// fails "sender: sends a last line without a line feed, and ends where nothing was typed" at exited-early: Of its 2 lines our receiver got 1. The first that did not come is "  ".
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')
let rest = ''

for await (const chunk of process.stdin.setEncoding('utf8')) {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) {
    await send(line)
    if (line === 'exit') {
      socket.close()
      process.exit(0)
    }
  }
}
// Something may be left that has no line feed.
if (rest.trim()) await send(rest)
socket.close()

function send(line: string): Promise<void> {
  return new Promise((resolve) => socket.send(line, port, host, () => resolve()))
}
