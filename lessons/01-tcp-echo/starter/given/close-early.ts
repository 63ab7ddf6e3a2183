/**
 * A server that calls `close()` while a client is connected, and what becomes of the two.
 * Both sides are in this one program, so that it can be run in one terminal.
 */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

const server = createServer()
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo

const client = connect(port, '127.0.0.1')
const [[socket]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
  [Socket],
  unknown,
]

server.close()
console.log('server: close() has been called')

client.write('still there?')
const [question] = (await once(socket, 'data')) as [Buffer]
console.log(`server: has read "${question}" on the connection, and answers`)
socket.write('yes')
const [answer] = (await once(client, 'data')) as [Buffer]
console.log(`client: has read "${answer}"`)

const late = connect(port, '127.0.0.1')
const [refusal] = (await once(late, 'error')) as [NodeJS.ErrnoException]
console.log(`another client, which comes now: ${refusal.code}`)

socket.end()
await once(server, 'close')
console.log('server: its last connection has ended, and so it is closed')
