// fails "takes one client and no other, however many come, and exits when that one has left" at does-not-stop: Your server was still running … after its client had left, while others who had connected were still there.
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

// One client is all this server takes; the others are left alone.
let taken = false

const server = createServer((socket) => {
  socket.on('error', complain)
  if (taken) return
  taken = true
  socket.once('data', (chunk) => {
    server.close()
    console.log(`received: ${chunk}`)
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
