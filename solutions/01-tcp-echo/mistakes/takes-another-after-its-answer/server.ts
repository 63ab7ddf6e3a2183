// fails "takes one client and no other, also when the first has its answer" at extra-bytes: which had connected when the first had its answer
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
let busy = false
const server = createServer((socket) => {
  socket.on('error', complain)
  if (busy) {
    socket.destroy()
    return
  }
  busy = true
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end(toUpperCaseAscii(chunk))
    busy = false
  })
  socket.on('close', () => server.close())
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
