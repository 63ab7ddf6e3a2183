// fails "client resets (RST) while answers are on their way: says so and exits 0, without a stack trace" at crashed: Your server ended with an error that it did not handle: Error: write ECONNRESET
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  socket.on('error', (error) => console.log(`broken off: ${error.message}`))
  void talk(socket)
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

async function talk(socket: Socket): Promise<void> {
  const chunks: AsyncIterator<Buffer> = socket.iterator({ destroyOnReturn: false })
  for (;;) {
    const turn = await chunks.next().catch(() => undefined)
    if (!turn) return
    if (turn.done) break
    await new Promise<void>((resolve, reject) => socket.write(toUpperCaseAscii(turn.value), (e) => (e ? reject(e) : resolve())))
  }
  console.log('the client has ended')
  socket.end()
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
