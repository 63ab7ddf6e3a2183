// fails "listens where HOST says, and on port 9909 without PORT" at listening-elsewhere: Your server listens on …, and not on
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = process.env.HOST ? 9909 : Number(process.env.PORT ?? 9909)

const server = createServer((socket) => {
  server.close()
  socket.on('error', complain)
  socket.once('data', (chunk) => {
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
