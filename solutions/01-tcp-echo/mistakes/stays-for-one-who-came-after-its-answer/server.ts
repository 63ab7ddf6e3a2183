// fails "takes one client and no other, also when the first has its answer" at does-not-stop: after its client had left, while another one, which had come after the answer, was still there
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

let first: Socket | undefined
const others: Socket[] = []

const server = createServer((socket) => {
  if (first) {
    // One client is all this server takes. Nobody reads from the others.
    socket.on('error', () => {})
    others.push(socket)
    return
  }
  first = socket
  socket.on('error', complain)
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    for (const other of others) other.destroy()
    socket.end(toUpperCaseAscii(chunk))
  })
  socket.on('close', () => server.close())
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
