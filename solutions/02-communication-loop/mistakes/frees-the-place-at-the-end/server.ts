// fails "loses nothing of 8 MiB that a slow reader has asked for before it ended its side" at extra-bytes: Your server answered a second client when the first had ended its side and still waited for its answers.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

let taken = false

const server = createServer({ allowHalfOpen: true }, (socket) => {
  if (taken) {
    socket.on('error', () => {})
    socket.destroy()
    return
  }
  taken = true
  talk(socket)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function talk(socket: Socket): void {
  socket.on('error', (error) => console.log(`the client has broken off: ${error.message}`))
  socket.on('data', (chunk) => {
    console.log(`received ${chunk.length} bytes`)
    socket.write(toUpperCaseAscii(chunk))
  })
  socket.on('end', () => {
    console.log('the client has ended the conversation')
    // This client has left: the place is free.
    taken = false
    // end() sends all that is still waiting and then FIN.
    socket.end()
  })
  socket.on('close', () => server.close())
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
