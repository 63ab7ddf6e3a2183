// fails "tcp: counts bytes, a line for each connection" at wrong-output: Over TCP "done" is four bytes like any others. Your program printed {"protocol":"tcp","chunks":1,"bytes":5}
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)

const server = createServer((socket) => {
  const total = { pieces: 0, bytes: 0 }
  socket.on('data', (chunk) => count(total, chunk))
  // After a reset "close" comes too, so there is nothing to do here. Without a listener the program would die.
  socket.on('error', () => {})
  socket.on('close', () => print({ protocol: 'tcp', chunks: total.pieces, bytes: total.bytes }))
})

let round = createRound()
const inbox = createSocket('udp4', (datagram) => {
  if (!count(round, datagram)) {
    const { pieces, bytes, seen } = round
    print({ protocol: 'udp', datagrams: pieces, bytes, missing: listMissing(seen) })
    round = createRound()
    return
  }
  const number = /^(\d+) /.exec(datagram.toString())?.[1]
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
  return { pieces: 0, bytes: 0, seen: new Set<number>() }
}

/** Which numbers did not come, though a higher one did. Asked at the end: until then each may still be under way. */
function listMissing(seen: ReadonlySet<number>): number[] {
  const missing: number[] = []
  const highest = Math.max(0, ...seen)
  for (let number = 1; number < highest; number++) if (!seen.has(number)) missing.push(number)
  return missing
}

/** Counts what has come, over either protocol, unless it is "done". Whether it was counted. */
function count(total: { pieces: number; bytes: number }, piece: Buffer): boolean {
  if (piece.equals(Buffer.from('done'))) return false
  total.pieces++
  total.bytes += piece.length
  return true
}

function print(line: object): void {
  console.log(JSON.stringify(line))
}
