/**
 * Two ends of one connection. Each wants to get rid of 20 MiB before it reads, and waits for its writes.
 * Both sides are in this one program, so that it can be run in one terminal.
 */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

const mebibyte = 1024 * 1024
const portions = 20

const server = createServer({ pauseOnConnect: true })
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo

const client = connect(port, '127.0.0.1')
const [[socket]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
  [Socket],
  unknown,
]

const written = { client: 0, server: 0 }
void writeAndThenRead('client', client)
void writeAndThenRead('server', socket)

await untilNothingMoves()
console.log(`client: ${written.client} of ${portions} MiB are written, and it waits for the next`)
console.log(`server: ${written.server} of ${portions} MiB are written, and it waits for the next`)
console.log('neither has begun to read')
client.destroy()
socket.destroy()
server.close()

async function writeAndThenRead(name: 'client' | 'server', side: Socket): Promise<void> {
  side.on('error', () => {})
  for (let portion = 1; portion <= portions; portion++) {
    await new Promise<void>((resolve) => side.write(Buffer.alloc(mebibyte), () => resolve()))
    if (side.destroyed) return
    written[name]++
  }
  console.log(`${name}: everything is written, now it reads`)
  side.resume()
}

/** Looks every half second, until nothing has been written between two looks. */
async function untilNothingMoves(): Promise<void> {
  for (let before = -1; before !== written.client + written.server;) {
    before = written.client + written.server
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
