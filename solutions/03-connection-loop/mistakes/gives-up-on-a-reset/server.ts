// fails "outlives a client that resets in the middle of a message" at refused: The connection of the next client was refused by the system
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'

const server = createServer({ pauseOnConnect: true, allowHalfOpen: true })
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')

try {
  for await (const [socket] of on(server, 'connection') as AsyncIterable<[Socket]>) {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      await new Promise((resolve) => socket.write(toUpperCaseAscii(chunk), resolve))
    }
    socket.end()
  }
} catch (error) {
  // The loop over one client failed, and took the loop over all clients with it.
  console.log(`giving up: ${error}`)
  server.close()
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
