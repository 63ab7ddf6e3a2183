// fails "sender: sends a last line without a line feed, and ends where nothing was typed" at exited-early: …
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)
const socket = createSocket('udp4')

let rest = ''
process.stdin.setEncoding('utf8')
reading: for await (const chunk of process.stdin) {
  const pieces = (rest + chunk).split('\n')
  rest = pieces.pop() ?? ''
  for (const line of pieces) {
    await new Promise((resolve) => socket.send(line, port, host, resolve))
    if (line === 'exit') break reading
  }
}
process.stdin.destroy()
socket.close()
