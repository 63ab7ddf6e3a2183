// fails "client: end of input ends it" at does-not-stop: which came while a line waited for its answer
import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)
const patienceMs = 2_000

const socket = createSocket('udp4')
const lines = createInterface({ input: process.stdin })

const queue: string[] = []
let timer: NodeJS.Timeout | undefined

socket.on('message', (bytes, sender) => {
  if (sender.address !== host || sender.port !== port || timer === undefined) return
  console.log(bytes.toString())
  goOn()
})
lines.on('line', (line) => {
  queue.push(line)
  if (timer === undefined) goOn()
})
lines.on('close', () => {
  if (timer === undefined) socket.close()
})

/** Takes the next line of the queue, if there is one. */
function goOn(): void {
  clearTimeout(timer)
  timer = undefined
  const line = queue.shift()
  if (line === undefined) return
  if (line.trim() === 'exit') {
    queue.length = 0
    return process.exit(0)
  }
  socket.send(line, port, host)
  timer = setTimeout(() => {
    console.log('no answer')
    goOn()
  }, patienceMs)
}
