// fails "answers an empty datagram too" at wrong-bytes: That second was over when it was asked.
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const server = createSocket('udp4')

const answers = new Map<string, string>()

server.on('message', (_question, sender) => {
  // Whoever asks again has lost the answer: the same question gets the same answer.
  const key = `${sender.address}:${sender.port}`
  const answer = answers.get(key) ?? formatLocalTime(new Date())
  answers.set(key, answer)
  server.send(answer, sender.port, sender.address, (error) => {
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
