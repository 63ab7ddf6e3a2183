// fails "outlives a client that resets before it has read its answers" at crashed: EPIPE
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

try {
  for await (const [socket] of on(server, 'connection')) await serve(socket)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function serve(socket: Socket): Promise<void> {
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) socket.write(toUpperCaseAscii(chunk))
    socket.end()
  } catch {
    console.log('broken off')
  }
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
