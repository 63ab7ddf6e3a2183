// fails "outlives a client that resets while another one is served" at crashed: Your server ended with an error that it did not handle: Error: read ECONNRESET
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'

// Without pauseOnConnect a waiting socket is read from already, and has no listener for "error" yet.
const server = createServer({ allowHalfOpen: true })
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')

for await (const [socket] of on(server, 'connection') as AsyncIterable<[Socket]>) {
  socket.on('error', (error) => console.log(error.message))
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      await new Promise((resolve) => socket.write(toUpperCaseAscii(chunk), resolve))
    }
    socket.end()
  } catch {
    console.log('next')
  }
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
