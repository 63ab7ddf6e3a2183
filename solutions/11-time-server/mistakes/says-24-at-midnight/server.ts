// fails "answers with the local time, in 19 bytes" at wrong-bytes: The hours differ.
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const server = createSocket('udp4')

server.on('message', (_question, sender) => {
  server.send(tellTime(new Date()), sender.port, sender.address)
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.bind(port, host, () => console.log(`telling the time on ${host}:${port}`))

function tellTime(now: Date): string {
  return `${now.toLocaleDateString('sv-SE')} ${now.toLocaleTimeString('en-US', { hour12: false })}`
}
