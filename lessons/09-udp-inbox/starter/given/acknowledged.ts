/**
 * The same inbox over TCP. It answers a message with "received". Two clients send one message each. The first leaves
 * without reading the answer, the second reads it. Nothing of it is yours to change.
 */
import { once } from 'node:events'
import { type AddressInfo, createServer, Socket } from 'node:net'

const host = '127.0.0.1'

const inbox = createServer().listen(0, host)
await once(inbox, 'listening')
const { port } = inbox.address() as AddressInfo

console.log('a client that leaves with the answer unread')
await visit(false)
console.log('a client that reads the answer and leaves')
await visit(true)
inbox.close()

/** Sends one message to the inbox, leaves, and tells how the inbox saw it leave. */
async function visit(reads: boolean): Promise<void> {
  const client = new Socket()
  // A paused socket leaves in the system what comes. Without this, Node reads it, whether or not anybody asks.
  if (!reads) client.pause()
  const connected = once(inbox, 'connection')
  client.connect(port, host)
  client.write('hello')
  const [socket] = (await connected) as [Socket]
  const goodbye = new Promise<string>((resolve) => {
    socket.on('error', (error) => resolve(`a reset (RST): ${error.message}`))
    socket.on('end', () => resolve('an end (FIN)'))
  })
  await acknowledge(socket)
  if (reads) console.log(`  the client reads  "${(await once(client, 'data')).join()}"`)
  client.destroy()
  console.log(`  the inbox sees    ${await goodbye}`)
}

/** Takes a message and answers it. Resolves when the system has taken the answer. */
async function acknowledge(socket: Socket): Promise<void> {
  const [message] = (await once(socket, 'data')) as [Buffer]
  console.log(`  the inbox prints  ${socket.remoteAddress}:${socket.remotePort} ${message.toString()}`)
  await new Promise((resolve) => socket.write('received', resolve))
}
