// fails "client ends (FIN): says so and exits 0" at wrong-output: Your server printed nothing when its client, which had said nothing, ended the connection
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  socket.on('error', (error) => console.log(`broken off: ${error.message}`))
  socket.on('data', (chunk) => {
    console.log(`received ${chunk.length} bytes`)
    const more = socket.write(toUpperCaseAscii(chunk))
    if (!more) {
      socket.pause()
      socket.once('drain', () => socket.resume())
    }
  })
  socket.on('end', () => {
    if (socket.bytesRead > 0) console.log('the client has ended')
    socket.end()
  })
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
