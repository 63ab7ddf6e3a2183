// fails "client ends (FIN): says so and exits 0" at closed-early: Your server ended the connection by itself, and its client had not left
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  socket.on('error', ({ message }) => console.log(`the client broke off: ${message}`))
  let ended = false
  socket.on('end', () => (ended = true))
  socket.setTimeout(3000, () => {
    if (ended) return
    console.log('the client has fallen asleep')
    socket.end()
    socket.destroySoon()
  })
  void talk(socket)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

async function talk(socket: Socket): Promise<void> {
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) await send(socket, toUpperCaseAscii(chunk))
    console.log('the client has said all')
    socket.end()
  } catch {
    // told above
  }
}

function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
