// fails "client resets (RST) while answers are on their way: says so and exits 0, without a stack trace" at crashed: EPIPE
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  const answers: Buffer[] = []
  let room = true
  let over = false
  socket.on('data', (chunk) => {
    answers.push(toUpperCaseAscii(chunk))
    flush()
  })
  socket.on('drain', () => {
    room = true
    flush()
  })
  socket.on('end', () => {
    over = true
    flush()
  })
  socket.on('error', (error) => {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error
    console.log('the client broke off')
  })
  function flush(): void {
    while (room && answers.length > 0) room = socket.write(answers.shift()!)
    if (over && answers.length === 0) {
      console.log('the client has said all')
      socket.end()
    }
  }
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
