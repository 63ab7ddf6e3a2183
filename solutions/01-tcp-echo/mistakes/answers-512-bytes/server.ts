// fails "changes the letters a–z and no other byte" at closed-early: Your server ended the connection (FIN) after 512 of the 1,024 bytes of the answer.
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer((socket) => {
  // One client is all this server takes: from here on nobody else can connect.
  server.close()
  socket.on('error', complain)
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    // end() sends what it is given and then FIN: "I will send no more".
    socket.end(toUpperCaseAscii(chunk))
  })
})

server.on('error', complain)
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  const answer = Buffer.alloc(512)
  const length = bytes.copy(answer)
  for (let i = 0; i < length; i++) {
    if (answer[i] >= 0x61 && answer[i] <= 0x7a) answer[i] -= 0x20
  }
  return answer.subarray(0, length)
}

function complain(error: Error): void {
  console.error(error.message)
  process.exitCode = 1
}
