// fails "SIGTERM: exits 0 at once when nobody is there" at does-not-stop: when one client had left before and another had broken off
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const graceMs = Number(process.env.GRACE_MS ?? 2000)
const clients = new Set<Socket>()
let present = 0
let stopping = false

const server = createServer({ allowHalfOpen: true }, (socket) => {
  clients.add(socket)
  present++
  socket.on('end', () => {
    present--
    if (stopping && present === 0) process.exit(0)
  })
  socket.on('close', () => clients.delete(socket))
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  void serve(socket)
})

server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') console.error(`something is listening on port ${port} already`)
  else console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

process.on('SIGTERM', stop)
process.on('SIGINT', stop)

function stop() {
  if (stopping) return
  stopping = true
  server.close()
  for (const socket of clients) socket.end()
  setTimeout(() => {
    for (const socket of clients) socket.destroy()
    process.exit(0)
  }, graceMs)
  if (present === 0) process.exit(0)
}

/** Answers every chunk of one client until it ends its side. */
async function serve(socket: Socket): Promise<void> {
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      if (!stopping) await send(socket, toUpperCaseAscii(chunk))
    }
    socket.end()
  } catch {
    // A reset ends the loop with an error. The listener above has told it.
  }
}

/** Resolves when the system has taken the bytes, so that a slow reader slows this conversation down as well. */
function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
