// Two ends of one connection, and each waits for the other to speak first.
//   npx tsx work/05-tcp-chat/given/after-you.ts             neither of them writes anything
//   npx tsx work/05-tcp-chat/given/after-you.ts nothing     the client writes "", a message of no bytes
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

const writesNothing = process.argv[2] === 'nothing'

// Port 0 is no port: it asks the system for one that is free.
const server = createServer()
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const client = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'connect')])
const serving = accepted as Socket
server.close()

const heard = { server: 'nothing', client: 'nothing' }
serving.on('data', (chunk) => (heard.server = `${chunk.length} bytes`))
serving.on('end', () => (heard.server = 'the end'))
client.on('data', (chunk) => (heard.client = `${chunk.length} bytes`))
client.on('end', () => (heard.client = 'the end'))

console.log('The two are connected. Each waits for the other to speak first.')
if (writesNothing) {
  await new Promise<void>((resolve) => client.write('', () => resolve()))
  console.log('The client has written "". Node says that the write is done.')
}

for (let second = 1; second <= 3; second++) {
  await new Promise((resolve) => setTimeout(resolve, 1000))
  console.log(`after ${second} s: the server has heard ${heard.server}, the client ${heard.client}`)
}
console.log('This program stops them now. Without it they would go on waiting.')
client.destroy()
serving.destroy()
