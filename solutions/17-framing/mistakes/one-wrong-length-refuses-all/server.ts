// fails "keeps two clients apart" at extra-bytes: told it to the first client too
import { EventEmitter } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Decoder, encode, type Frame, LengthError } from './frames.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9100)

const types = { text: 1, ping: 2, pong: 3, error: 255 }

/** Tells that a length came that no frame has. */
const trouble = new EventEmitter()
trouble.setMaxListeners(0)

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  const stop = (why: string) => refuse(socket, why)
  trouble.on('length', stop)
  socket.on('close', () => trouble.off('length', stop))
  void serve(socket)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Answers every frame of one client until it ends its side, or until no more frame can be found in what it says. */
async function serve(socket: Socket): Promise<void> {
  const decoder = new Decoder()
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      for (const frame of decoder.push(chunk)) await send(socket, answer(frame))
    }
    if (decoder.isInsideFrame) console.log('a client has ended its side inside a frame')
    socket.end()
  } catch (error) {
    // A reset ends the loop with an error too. The listener above has told it.
    if (error instanceof LengthError) trouble.emit('length', error.message)
  }
}

/** Says why, then FIN. What the client still sends is read and dropped: unread, it could turn the FIN into a reset. */
function refuse(socket: Socket, why: string): void {
  if (!socket.writable) return
  console.log(`a client is refused: ${why}`)
  socket.end(encode(types.error, why))
  socket.resume()
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
