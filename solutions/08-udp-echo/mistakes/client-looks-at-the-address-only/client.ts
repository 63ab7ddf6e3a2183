// fails "client: ignores a datagram from somebody else" at wrong-output: and it printed that as it prints an answer.
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = '127.0.0.1'
const socket = createSocket('udp4')
let timer: NodeJS.Timeout | undefined
socket.on('message', (answer, sender) => {
  // Every program of this machine has that address.
  if (sender.address !== host) return
  clearTimeout(timer)
  console.log(`${sender.address}:${sender.port} says ${answer}`)
})
const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  if (line.trim() === 'exit') return lines.close()
  timer = setTimeout(() => console.log('no answer'), 2000)
  socket.send(line, Number(process.env.PORT ?? 9900), host)
})
lines.on('close', () => {
  clearTimeout(timer)
  socket.close()
})
