// fails "SIGINT (Ctrl-C): the same" at closed-early: It ended before its client had read the answers.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const connections = new Set<Socket>()
let isStopping = false

const server = createServer({ allowHalfOpen: true }, (socket) => {
  connections.add(socket)
  socket.on('close', () => connections.delete(socket))
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  void serve(socket)
})

server.on('error', (error: NodeJS.ErrnoException) => {
  const isTaken = error.code === 'EADDRINUSE'
  console.error(isTaken ? `something is listening on port ${port} of ${host} already` : error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

process.on('SIGTERM', stop)
process.on('SIGINT', stop)

/** Answers every chunk of one client until it ends its side, or until the server stops. */
async function serve(socket: Socket): Promise<void> {
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      // What comes after our end is read and not answered. Left unread, it would turn our end into a reset.
      if (!isStopping) await send(socket, toUpperCaseAscii(chunk))
    }
    socket.end()
  } catch {
    // A reset ends the loop with an error. The listener above has told it.
  }
}

/** Takes no more clients and says goodbye to those who are there. The program ends when the last one has gone. */
function stop(signal: NodeJS.Signals): void {
  if (isStopping) return
  isStopping = true
  console.log(`${signal}: no new clients; ${connections.size} to say goodbye to`)
  server.close()
  // end() sends FIN after everything that was written, so answers on their way are not lost.
  for (const socket of connections) socket.end()
  const giveUp = () => connections.forEach((socket) => socket.destroy())
  // Whoever presses Ctrl-C sits there and waits.
  const graceMs = Number(process.env.GRACE_MS ?? (signal === 'SIGINT' ? 200 : 2_000))
  setTimeout(giveUp, graceMs).unref()
}

/** Resolves when the system has taken the bytes, so that a slow reader slows this conversation down as well. */
function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
