// fails "client: sends each line as one datagram, an empty line too" at missing-bytes: a line of 1,999 bytes
import { createSocket } from 'node:dgram'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const lines: string[] = []
let waiting = false
let timer: NodeJS.Timeout
const socket = createSocket('udp4')
socket.on('message', (message, sender) => {
  if (!waiting || sender.address !== host || sender.port !== port) return
  console.log(message.toString())
  done()
})
socket.on('error', (error) => {
  if (!waiting) return
  console.log(`no answer: ${error.message}`)
  done()
})

const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => {
  if (line.trim() === 'exit') return keyboard.close()
  lines.push(line)
  next()
})
keyboard.on('close', () => {
  clearTimeout(timer)
  socket.close()
  process.exit()
})

function next(): void {
  if (waiting) return
  const line = lines.shift()
  if (line === undefined) return
  waiting = true
  for (let at = 0; at === 0 || at < line.length; at += 1472) socket.send(line.slice(at, at + 1472), port, host, () => {})
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
