// fails "answers all before a half-close" at closed-early: the answers to 50 frames
import { createServer, type Socket } from 'node:net'
import { Decoder, encode, type Frame, LengthError } from './frames.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9100)

const types = { text: 1, ping: 2, pong: 3, error: 255 }

const server = createServer((socket) => {
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  serve(socket)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Answers every frame of one client until it ends its side, or until no more frame can be found in what it says. */
function serve(socket: Socket): void {
  const decoder = new Decoder()
  // One answer after another.
  let last = Promise.resolve()
  socket.on('data', (chunk) => {
    if (socket.writableEnded) return
    try {
      for (const frame of decoder.push(chunk)) {
        last = last.then(() => reply(socket, frame))
      }
    } catch (error) {
      if (!(error instanceof LengthError)) throw error
      refuse(socket, error.message)
    }
  })
  socket.on('end', () => {
    if (decoder.isInsideFrame) console.log('a client has ended its side inside a frame')
  })
}

/** Says why, then FIN. What the client still sends is read and dropped: unread, it could turn the FIN into a reset. */
function refuse(socket: Socket, why: string): void {
  console.log(`a client is refused: ${why}`)
  socket.end(encode(types.error, why))
  socket.resume()
}

function answer({ type, payload }: Frame): Buffer {
  if (type === types.text) return encode(types.text, toUpperCaseAscii(payload))
  if (type === types.ping) return encode(types.pong, payload)
  return encode(types.error, `nothing is known of type ${type}`)
}

/** Answers a frame when there is time. */
async function reply(socket: Socket, frame: Frame): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  if (socket.writable) socket.write(answer(frame))
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
