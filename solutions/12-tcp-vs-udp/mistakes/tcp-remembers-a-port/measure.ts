// fails "tcp: prints the line after a reset too" at wrong-output: from the same port, sent 12 bytes and ended. Your program printed {"protocol":"tcp","chunks":2,"bytes":17}
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)

/** What was counted on each connection, by the address and the port of its client. */
const counts = new Map<string, { chunks: number; bytes: number }>()

const server = createServer((socket) => {
  const client = `${socket.remoteAddress}:${socket.remotePort}`
  const count = counts.get(client) ?? { chunks: 0, bytes: 0 }
  counts.set(client, count)
  socket.on('data', (chunk) => {
    count.chunks++
    count.bytes += chunk.length
  })
  // After a reset "close" comes too, so there is nothing to do here. Without a listener the program would die.
  socket.on('error', () => {})
  socket.on('close', () => print({ protocol: 'tcp', chunks: count.chunks, bytes: count.bytes }))
})

let round = createRound()
const inbox = createSocket('udp4', (datagram) => {
  const text = datagram.toString()
  if (text === 'done') {
    const { datagrams, bytes, seen } = round
    print({ protocol: 'udp', datagrams, bytes, missing: listMissing(seen) })
    round = createRound()
    return
  }
  round.datagrams++
  round.bytes += datagram.length
  const number = /^(\d+) /.exec(text)?.[1]
  if (number !== undefined) round.seen.add(Number(number))
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
  return { datagrams: 0, bytes: 0, seen: new Set<number>() }
}

/** Which numbers did not come, though a higher one did. Asked at the end: until then each may still be under way. */
function listMissing(seen: ReadonlySet<number>): number[] {
  const missing: number[] = []
  const highest = Math.max(0, ...seen)
  for (let number = 1; number < highest; number++) if (!seen.has(number)) missing.push(number)
  return missing
}

function print(line: object): void {
  console.log(JSON.stringify(line))
}
