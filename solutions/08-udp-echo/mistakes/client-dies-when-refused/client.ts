// fails "client: begins before its server, and works when that has come" at crashed: ECONNREFUSED
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const socket = createSocket('udp4')
let timer: NodeJS.Timeout | undefined
socket.on('message', (answer) => {
  clearTimeout(timer)
  console.log(answer.toString())
})
// Connected, and nobody listens for "error".
socket.connect(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1', () => {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    if (line.trim() === 'exit') return lines.close()
    timer = setTimeout(() => console.log('no answer'), 2000)
    socket.send(line)
  })
  lines.on('close', () => socket.close())
})
