// fails "client resets (RST): says so and exits 0, without a stack trace" at wrong-output: Your server printed nothing when its client, which had said nothing, reset the connection.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  socket.on('error', (error) => socket.bytesRead > 0 && console.log(`the client has broken off: ${error.message}`))
  void talk(socket)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

async function talk(socket: Socket) {
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      console.log(`received ${chunk.length} bytes`)
      await send(socket, toUpperCaseAscii(chunk))
    }
    console.log('the client has ended')
    socket.end()
  } catch {}
}

function send(socket: Socket, bytes: Buffer) {
  return new Promise<void>((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
