/**
 * A writer, a relay and a reader that sleeps, all in this program: how much does the writer get rid of? First the relay
 * waits for its reader, then it does not. Your own programs have no part in it. Nothing of it is yours to change.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

const host = '127.0.0.1'
const piece = Buffer.alloc(64 * 1024)
const all = 64 * 1024 * 1024

const server = createServer({ pauseOnConnect: true }).listen(0, host)
await once(server, 'listening')
const { port } = server.address() as AddressInfo

await relayTo('A relay that waits for its reader', (from, to) => from.pipe(to))
await relayTo('A relay that does not', (from, to) => from.on('data', (chunk) => to.write(chunk)))
server.close()

async function relayTo(name: string, passOn: (from: Socket, to: Socket) => void): Promise<void> {
  const [writer, from] = await connectOne()
  const [reader, to] = await connectOne()
  // The reader stays paused: it never takes a byte from the system.
  reader.pause()
  passOn(from.resume(), to)
  const written = await writeUntilItStops(writer)
  console.log(
    `${name}: the writer got rid of ${count(written)} bytes${written === all ? ', all it had' : ''}`,
  )
  console.log(`  of these the relay keeps ${count(to.writableLength)} in its own memory`)
  for (const socket of [writer, from, reader, to]) socket.destroy()
}

/** @returns both ends of a new connection, the client's first */
async function connectOne(): Promise<[Socket, Socket]> {
  const client = connect({ port, host })
  const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'connect')])
  return [client, accepted]
}

/** Writes a piece when the system has taken the one before, until it takes no more. @returns how much it has taken */
async function writeUntilItStops(writer: Socket): Promise<number> {
  let taken = 0
  while (taken < all && (await isTaken(writer))) taken += piece.length
  return taken
}

/** Two seconds without a sign are taken for "never". */
function isTaken(writer: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(false), 2_000)
    writer.write(piece, () => {
      clearTimeout(giveUp)
      resolve(true)
    })
  })
}

function count(bytes: number): string {
  return bytes.toLocaleString('en')
}
