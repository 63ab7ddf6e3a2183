// fails "answers with the local time, in 19 bytes" at wrong-bytes: The date is that of UTC, and not the local one.
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

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

/** The date as ISO has it, the time from the clock on the wall. */
function tellTime(now: Date): string {
  const date = now.toISOString().slice(0, 10)
  return `${date} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join(':')}`
}
