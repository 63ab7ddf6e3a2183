// fails "serves 20 clients one after another, each with its own answers" at wrong-bytes: Your server sent "HELLO FROM 1" where the answer to "goodbye, 世界, from 1", "GOODBYE, 世界, FROM 1", was due.
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

// pauseOnConnect: a client that waits for its turn is not read from, so nothing can happen to it unheard.
const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

// A cache whose key is the client's address alone: here every client comes from 127.0.0.1.
const answers = new Map<string, Buffer>()

try {
  // The outer loop takes one client after another. Because it awaits the inner one, the next client waits its turn.
  for await (const [socket] of on(server, 'connection')) await serve(socket)
} catch (error) {
  // The loop throws what the server says with 'error': its port is taken, for example.
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** Answers every chunk of one client until it ends its side. Whatever the client does, this returns. */
async function serve(socket: Socket): Promise<void> {
  socket.on('error', (error) => console.log(`the client has broken off: ${error.message}`))
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      const key = String(socket.remoteAddress)
      if (String(chunk).startsWith('hello') && !answers.has(key)) answers.set(key, toUpperCaseAscii(chunk))
      await send(socket, answers.get(key) ?? toUpperCaseAscii(chunk))
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
