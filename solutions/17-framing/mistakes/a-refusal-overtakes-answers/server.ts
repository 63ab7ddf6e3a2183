// fails "answers length 0 or above 1 MiB with 255, then FIN" at wrong-bytes: the answers to the three frames before a wrong length
import { createServer, type Socket } from 'node:net'
import { Decoder, encode, type Frame } from './frames.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9100)

const types = { text: 1, ping: 2, pong: 3, error: 255 }

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  void serve(socket)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Answers every frame of one client until it ends its side. */
function serve(socket: Socket): void {
  const decoder = new Decoder()
  const queue: Frame[] = []
  let busy = false
  let refused = false
  let ended = false
  socket.on('data', (chunk) => {
    if (refused) return
    try {
      for (const frame of decoder.push(chunk)) queue.push(frame)
    } catch (error) {
      refused = true
      void work()
      socket.end(encode(types.error, String(error)))
    }
    void work()
  })
  socket.on('end', () => {
    ended = true
    if (!refused && decoder.isInside) console.log('a client has ended its side inside a frame')
    void work()
  })
  async function work(): Promise<void> {
    if (busy) return
    busy = true
    try {
      for (let frame = queue.shift(); frame; frame = queue.shift()) if (socket.writable) await send(socket, answer(frame))
    } catch {}
    busy = false
    if (ended) socket.end()
  }
}

function answer({ type, payload }: Frame): Buffer {
  if (type === types.text) return encode(types.text, toUpperCaseAscii(payload))
  if (type === types.ping) return encode(types.pong, payload)
  return encode(types.error, `nothing is known of type ${type}`)
}

/** Resolves when the system has taken the bytes, so that a slow reader slows this conversation down as well. */
function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
