// fails "client: gives each line its own two seconds" at wrong-output: your client had not said of the first that no answer had come
import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)
const patienceMs = 2_000

const socket = createSocket('udp4')
const lines = createInterface({ input: process.stdin })

let unanswered = 0
let isEnding = false
let timer: NodeJS.Timeout | undefined

socket.on('message', (bytes, sender) => {
  if (sender.address !== host || sender.port !== port || unanswered === 0) return
  console.log(bytes.toString())
  unanswered--
  endIfDone()
})
lines.on('line', (line) => {
  if (isEnding) return
  if (line.trim() === 'exit') return lines.close()
  unanswered++
  socket.send(line, port, host)
  clearTimeout(timer)
  timer = setTimeout(() => {
    for (; unanswered > 0; unanswered--) console.log('no answer')
    endIfDone()
  }, patienceMs)
})
lines.on('close', () => {
  isEnding = true
  endIfDone()
})

function endIfDone(): void {
  if (!isEnding || unanswered > 0) return
  clearTimeout(timer)
  socket.close()
}
