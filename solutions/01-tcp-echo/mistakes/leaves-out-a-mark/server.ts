// fails "changes the letters a–z and no other byte" at wrong-bytes: Your server sent
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer((socket) => {
  server.close()
  socket.on('error', complain)
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end(shout(chunk))
  })
})

server.on('error', complain)
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Text is changed as text. What is no text is changed byte by byte. */
function shout(bytes: Buffer): Buffer {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return Buffer.from(text.replace(/[a-z]/g, (letter) => letter.toUpperCase()))
  } catch {
    return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
  }
}

function complain(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
}
