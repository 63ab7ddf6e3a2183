// fails "outlives a client that says nothing and leaves" at crashed: Your server ended with an error that it did not handle: TypeError
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'

const server = createServer({ pauseOnConnect: true, allowHalfOpen: true })
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')

for await (const [socket] of on(server, 'connection') as AsyncIterable<[Socket]>) {
  socket.on('error', (error) => console.log(error.message))
  const chunks = socket.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]()
  const first = await chunks.next()
  console.log(`the client begins with ${first.value.length} bytes`)
  socket.write(toUpperCaseAscii(first.value))
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    socket.write(toUpperCaseAscii(next.value))
  }
  socket.end()
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
