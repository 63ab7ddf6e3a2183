// fails "client: begins before its server, and works when that has come" at crashed: ECONNREFUSED
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
const lines: string[] = []
let waiting = false
let timer: NodeJS.Timeout
const socket = createSocket('udp4')
socket.connect(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
await once(socket, 'connect')
socket.on('message', (message) => {
  if (!waiting) return
  console.log(message.toString())
  done()
})
socket.once('error', () => {
  if (!waiting) return
  console.log('no answer: nobody is there')
  done()
})
const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => {
  if (line.trim() === 'exit') process.exit(0)
  lines.push(line)
  next()
})
keyboard.on('close', () => process.exit(0))
function next(): void {
  const line = waiting ? undefined : lines.shift()
  if (line === undefined) return
  waiting = true
  socket.send(line, () => {})
  timer = setTimeout(() => {
    console.log('no answer has come')
    done()
  }, 2000)
}
function done(): void {
  clearTimeout(timer)
  waiting = false
  next()
}
