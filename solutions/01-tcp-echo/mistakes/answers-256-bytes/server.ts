// fails "changes the letters a–z and no other byte" at closed-early: Your server ended the connection (FIN) after 256 of the 1,024 bytes of the answer.
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer((socket) => {
  server.close()
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end(toUpperCaseAscii(chunk.subarray(0, 256)))
  })
  socket.on('error', complain)
})

server.on('error', complain)
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
export function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}

function complain(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
}
