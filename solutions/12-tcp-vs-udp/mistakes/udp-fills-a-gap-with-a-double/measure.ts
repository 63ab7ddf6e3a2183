// fails "udp: names what is missing, and nothing that came late" at wrong-output: Datagram 3 did not come, though datagram 4 did. It is missing. Some datagrams came twice, and none of them stands for another.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)

const server = createServer((socket) => {
  let chunks = 0
  let bytes = 0
  socket.on('data', (chunk) => {
    chunks++
    bytes += chunk.length
  })
  // After a reset "close" comes too, so there is nothing to do here. Without a listener the program would die.
  socket.on('error', () => {})
  socket.on('close', () => print({ protocol: 'tcp', chunks, bytes }))
})

let round = createRound()
const inbox = createSocket('udp4', (datagram) => {
  const text = datagram.toString()
  if (text === 'done') {
    const { datagrams, bytes, missing } = round
    print({ protocol: 'udp', datagrams, bytes, missing })
    round = createRound()
    return
  }
  round.datagrams++
  round.bytes += datagram.length
  const number = /^(\d+) /.exec(text)?.[1]
  if (number !== undefined) note(Number(number))
})

try {
  // One after the other, so that the first that cannot be had is the only one that is told.
  inbox.bind(port, host)
  await once(inbox, 'listening')
  server.listen(port, host)
  await once(server, 'listening')
  console.log(`measuring TCP and UDP on ${host}:${port}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
  inbox.close()
}

/** What is counted from one "done" to the next. */
function createRound() {
  return { datagrams: 0, bytes: 0, highest: 0, missing: [] as number[] }
}

/** What is skipped is missing until it comes. */
function note(number: number): void {
  const { highest, missing } = round
  if (number < highest) missing.splice(missing.indexOf(number), 1)
  for (let skipped = highest + 1; skipped < number; skipped++) missing.push(skipped)
  round.highest = Math.max(highest, number)
}

function print(line: object): void {
  console.log(JSON.stringify(line))
}
