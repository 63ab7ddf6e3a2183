/**
 * A client that writes to a server which never reads, and what the client is told.
 * Both sides are in this one program, so that it can be run in one terminal.
 */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

// pauseOnConnect: not a byte is read from the connection until somebody asks for it.
const server = createServer({ pauseOnConnect: true })
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo

const client = connect(port, '127.0.0.1')
const [[socket]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [
  [Socket],
  unknown,
]

const question = Buffer.alloc(10_000, 'a')
await new Promise<void>((resolve, reject) =>
  client.write(question, (error) => (error ? reject(error) : resolve())),
)
console.log(`client: write has called back for ${question.length} bytes, and without an error`)
console.log(`server: has read ${socket.bytesRead} bytes`)

client.on('error', ({ message }) => console.log(`client: ${message}`))
client.resume()
socket.destroy()
await new Promise((resolve) => client.once('close', resolve))
console.log('the server has broken off, and nobody will ever read these bytes')
server.close()
