// fails "client: says of no answered line that no answer has come" at silent: and then waited for the line "three"
import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)
const patienceMs = 2_000

const socket = createSocket('udp4')
const lines = createInterface({ input: process.stdin })

let waitsFor: NodeJS.Timeout | undefined
let nextLine: string | undefined
let isEnding = false

socket.on('message', (bytes, sender) => {
  if (sender.address !== host || sender.port !== port || waitsFor === undefined) return
  console.log(bytes.toString())
  goOn()
})
lines.on('line', (line) => {
  if (isEnding) return
  if (line.trim() === 'exit') return lines.close()
  if (waitsFor === undefined) ask(line)
  else nextLine = line
})
lines.on('close', () => {
  isEnding = true
  if (waitsFor === undefined) socket.close()
})

function ask(line: string): void {
  socket.send(line, port, host)
  waitsFor = setTimeout(() => {
    console.log('no answer')
    goOn()
  }, patienceMs)
}

function goOn(): void {
  clearTimeout(waitsFor)
  waitsFor = undefined
  const line = nextLine
  nextLine = undefined
  if (line !== undefined) ask(line)
  else if (isEnding) socket.close()
}
