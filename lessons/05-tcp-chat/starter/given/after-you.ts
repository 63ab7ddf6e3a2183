// Two ends of one connection, and each waits for the other.
//   npx tsx work/05-tcp-chat/given/after-you.ts             both read first, and neither writes anything
//   npx tsx work/05-tcp-chat/given/after-you.ts nothing     the client writes "", a message of no bytes
//   npx tsx work/05-tcp-chat/given/after-you.ts much        both write 20 MB first, and read when that is done
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

const [, , mode = 'read'] = process.argv

// Port 0 is no port: it asks the system for one that is free.
const server = createServer({ pauseOnConnect: true })
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const client = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
// Nobody reads yet.
client.pause()
const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'connect')])
const ends: [name: string, socket: Socket][] = [
  ['server', accepted as Socket],
  ['client', client],
]
server.close()

console.log('The two are connected.')
if (mode === 'much') console.log('Each writes 20 MB, and will read when all of that has left it.')
else console.log('Each waits for the other to speak first.')
for (const [, socket] of ends) if (mode !== 'much') socket.resume()
if (mode === 'nothing') {
  await new Promise<void>((resolve) => client.write('', () => resolve()))
  console.log('The client has written "". Node says that the write is done.')
}

const heard = new Map<string, string>()
for (const [name, socket] of ends) {
  socket.on('end', () => heard.set(name, 'the end'))
  if (mode !== 'much') socket.on('data', (chunk) => heard.set(name, `${chunk.length} bytes`))
  // The callback comes when the system has taken all of it. Then it would be time to read.
  if (mode === 'much') socket.write(Buffer.alloc(20_000_000), () => socket.resume())
}

for (let second = 1; second <= 3; second++) {
  await new Promise((resolve) => setTimeout(resolve, 1000))
  console.log(`after ${second} s: ${ends.map(describe).join(', ')}`)
}
console.log('This program stops them now. Without it they would go on waiting.')
for (const [, socket] of ends) socket.destroy()

function describe([name, socket]: [string, Socket]): string {
  if (mode !== 'much') return `the ${name} has heard ${heard.get(name) ?? 'nothing'}`
  const writing = socket.writableLength > 0 ? 'is still writing' : 'has written all'
  return `the ${name} ${writing} and has read ${socket.bytesRead} bytes`
}
