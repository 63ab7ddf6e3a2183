// fails "takes one client and no other" at extra-bytes: Your server answered the second client, which had connected while the first was still there
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer((socket) => {
  socket.on('error', complain)
  socket.once('data', (chunk) => {
    server.close()
    console.log(`received: ${chunk}`)
    socket.end(toUpperCaseAscii(chunk))
  })
})

server.on('error', complain)
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

export function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}

function complain(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
}
