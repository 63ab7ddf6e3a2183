import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)

// Both protocols have their own ports, so both sockets can have the same number.
const server = createServer((socket) => {
  // What comes on one connection is to be counted here, and told when it is over.
  socket.resume()
})

const inbox = createSocket('udp4', (datagram) => {
  // Everything except "done" is to be counted here.
  console.log(`a datagram of ${datagram.length} bytes`)
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
