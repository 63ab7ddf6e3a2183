// fails "client: says so of each line that gets no answer, also of two that are alike" at wrong-output: …
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9900)

const socket = createSocket('udp4')
const lines = createInterface({ input: process.stdin })
/** What waits for its answer, the oldest first, and its timer. */
const waiting = new Map<string, NodeJS.Timeout>()
socket.connect(port, host)
await once(socket, 'connect')
socket.on('message', (bytes) => {
  console.log(bytes.toString())
  forget()
})
socket.on('error', () => {
  console.log('no answer: nobody is there')
  forget()
})
for await (const line of lines) {
  if (line.trim() === 'exit') break
  clearTimeout(waiting.get(line))
  waiting.set(line, setTimeout(() => {
    console.log('no answer within 2 s')
    waiting.delete(line)
  }, 2000))
  socket.send(line)
}
lines.close()
for (const timer of waiting.values()) clearTimeout(timer)
socket.close()

function forget(): void {
  const [oldest] = waiting
  if (!oldest) return
  clearTimeout(oldest[1])
  waiting.delete(oldest[0])
}
