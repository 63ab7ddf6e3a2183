// fails "answers an empty datagram too" at silent: your server sent it no datagram
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const server = createSocket('udp4')

server.on('message', (question, sender) => {
  // Nobody needs that much to ask for the time.
  if (question.length > 512) return
  server.send(tellTime(new Date()), sender.port, sender.address)
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.bind(port, host, () => console.log(`telling the time on ${host}:${port}`))

function tellTime(now: Date): string {
  return now.toLocaleString('sv-SE')
}
