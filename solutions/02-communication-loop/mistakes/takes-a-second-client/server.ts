// fails "takes one client and no other" at extra-bytes: Your server answered the second client, which had connected while the first was still there.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

// allowHalfOpen: when the client has said its last word, this side may still answer it.
const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log(`the client has broken off: ${error.message}`))
  socket.on('close', () => server.close())
  void talk(socket)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Answers every chunk until the client ends its side. */
async function talk(socket: Socket): Promise<void> {
  try {
    // A loop over the socket itself would destroy it at its end, with answers still on their way.
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      console.log(`received ${chunk.length} bytes`)
      await send(socket, toUpperCaseAscii(chunk))
    }
    console.log('the client has ended the conversation')
    socket.end()
    // Nobody else comes now.
    server.close()
  } catch {
    // A reset ends the loop with an error. The listener above has told it.
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
