// fails "outlives a client that resets before it has read its answers" at silent: your server sent it nothing
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
  socket.on('error', (error) => console.log(`broken off: ${error.message}`))
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) await send(socket, toUpperCaseAscii(chunk))
    socket.end()
  } catch {
    // told above
  }
}

/** Waits for room when the system takes no more. */
async function send(socket: Socket, bytes: Buffer): Promise<void> {
  if (!socket.write(bytes)) await new Promise<void>((resolve) => socket.once('drain', () => resolve()))
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
