// fails "client resets (RST) while answers are on their way: says so and exits 0, without a stack trace" at crashed: EPIPE
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ allowHalfOpen: true }, async (socket) => {
  server.close()
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) socket.write(toUpperCaseAscii(chunk))
    console.log('the client has said all')
    socket.end()
  } catch (error) {
    console.log(`the client broke off: ${(error as Error).message}`)
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
