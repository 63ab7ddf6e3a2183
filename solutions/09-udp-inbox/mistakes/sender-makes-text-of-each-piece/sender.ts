// fails "sender: sends each line as one datagram, an empty line too" at wrong-bytes: Your sender sent
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)
const socket = createSocket('udp4')
let pending = 0
let over = false
let closed = false

let rest = ''
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk.toString()).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) send(line)
})
process.stdin.on('end', () => {
  if (rest !== '') send(rest)
  over = true
  leave()
})

function send(line: string) {
  if (over) return
  pending++
  socket.send(line, port, host, () => {
    pending--
    leave()
  })
  if (line === 'exit') {
    over = true
    process.stdin.pause()
  }
}

function leave() {
  if (!over || closed || pending > 0) return
  closed = true
  socket.close()
}
