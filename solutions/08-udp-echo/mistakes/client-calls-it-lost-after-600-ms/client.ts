// fails "client: waits for an answer that comes a second later" at wrong-output: before it came
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
let timer: NodeJS.Timeout | undefined
socket.on('error', () => {})
socket.on('message', (answer) => {
  clearTimeout(timer)
  console.log(answer.toString())
})
socket.connect(port, host, () => {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    if (line.trim() === 'exit') return lines.close()
    timer = setTimeout(() => console.log('no answer'), 600)
    socket.send(line)
  })
  lines.on('close', () => {
    clearTimeout(timer)
    socket.close()
  })
})
