// fails "answers an empty datagram too" at silent: the local time once more, for the same question had come twice
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const doubleMs = 100

const server = createSocket('udp4')
/** When each question of each client came last. */
const heard = new Map<string, number>()

// Whatever was asked, and by whom: there is only one thing that this server knows.
server.on('message', (question, sender) => {
  // The network may bring one datagram twice. Then the second comes right behind the first.
  const name = `${sender.address}:${sender.port} ${question.toString('latin1')}`
  const now = performance.now()
  const before = heard.get(name)
  heard.set(name, now)
  if (before !== undefined && now - before < doubleMs) return
  server.send(formatLocalTime(new Date()), sender.port, sender.address, (error) => {
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
