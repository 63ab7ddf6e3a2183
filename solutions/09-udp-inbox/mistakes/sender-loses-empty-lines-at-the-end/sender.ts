// fails "sender: loses nothing of 100 lines piped in at once" at exited-early: Of its 100 lines our receiver got 98. The first that did not come is an empty line.
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const socket = createSocket('udp4')

let rest = ''

process.stdin.setEncoding('utf8')
reading: for await (const chunk of process.stdin) {
  rest += chunk
  const end = rest.lastIndexOf('\n')
  if (end === -1) continue
  // What is complete, without the line feeds at its end.
  const lines = rest.slice(0, end).replace(/\n+$/, '').split('\n')
  rest = rest.slice(end + 1)
  for (const line of lines) {
    await send(line)
    if (line === 'exit') {
      rest = ''
      break reading
    }
  }
}
if (rest !== '') await send(rest)
process.stdin.destroy()
socket.close()

/** Resolves when the system has taken the datagram. */
function send(line: string): Promise<void> {
  return new Promise((resolve) => {
    socket.send(line, port, host, (error) => {
      if (error) console.error(`not sent: ${error.message}`)
      resolve()
    })
  })
}
