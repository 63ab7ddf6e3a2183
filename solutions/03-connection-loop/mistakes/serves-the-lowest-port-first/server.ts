// fails "lets those who come meanwhile wait for their turn" at extra-bytes: Your server answered the fourth client while the second, which had come before it, was still waiting.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

// Those whose turn has not come, by their port.
const waiting: Record<string, Socket> = {}
let busy = false
let count = 0

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
  socket.on('error', (error) => console.log(`the client has broken off: ${error.message}`))
  // A client that has reset already has no port any more.
  waiting[socket.remotePort ?? `gone ${++count}`] = socket
  void next()
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

async function next(): Promise<void> {
  if (busy) return
  busy = true
  for (let key = Object.keys(waiting)[0]; key !== undefined; key = Object.keys(waiting)[0]) {
    const socket = waiting[key]
    delete waiting[key]
    await serve(socket)
  }
  busy = false
}

/** Answers every chunk of one client until it ends its side. Whatever the client does, this returns. */
async function serve(socket: Socket): Promise<void> {
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      await send(socket, toUpperCaseAscii(chunk))
    }
    console.log('the client has ended the conversation')
    socket.end()
  } catch {
    // A reset ends the loop with an error. The listener above has told it, and the next client is waiting.
  }
}

/** Resolves when the system has taken the bytes, so that a slow reader slows this program down as well. */
function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
