// fails "answers an empty datagram too" at silent: The client at 127.0.0.2 sent the datagram "get time"
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const server = createSocket('udp4')

// Whatever was asked, and by whom: there is only one thing that this server knows.
server.on('message', (_question, sender) => {
  server.send(formatLocalTime(new Date()), sender.port, host, (error) => {
    if (error) console.error(error.message)
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.bind(port, host, () => console.log(`telling the time on ${host}:${port}`))

/** YYYY-MM-DD HH:MM:SS in the zone of this machine, or in the one that TZ names. */
function formatLocalTime(now: Date): string {
  const date = [now.getFullYear(), pad(now.getMonth() + 1), pad(now.getDate())].join('-')
  const time = [pad(now.getHours()), pad(now.getMinutes()), pad(now.getSeconds())].join(':')
  return `${date} ${time}`
}

function pad(number: number): string {
  return String(number).padStart(2, '0')
}
