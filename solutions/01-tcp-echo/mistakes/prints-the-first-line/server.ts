// fails "prints what it received" at wrong-output: It should have printed what its client had sent: "the
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer((socket) => {
  // One client is all this server takes: from here on nobody else can connect.
  server.close()
  socket.on('error', complain)
  socket.once('data', (chunk) => {
    console.log(`received: ${String(chunk).split("\n")[0]}`)
    // end() sends what it is given and then FIN: "I will send no more".
    socket.end(toUpperCaseAscii(chunk))
  })
})

server.on('error', complain)
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}

function complain(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
}
