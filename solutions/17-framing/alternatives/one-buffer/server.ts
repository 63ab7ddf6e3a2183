// Listeners in place of a loop, and back-pressure by hand:
// pause() and "drain". Choose it where the conversation is
// more than question and answer.
import { createServer, type Socket } from 'node:net'
import { Decoder, encode, type Frame, LengthError } from './frames.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9100)

const types = { text: 1, ping: 2, pong: 3, error: 255 }

const server = createServer({ allowHalfOpen: true }, (socket) => {
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
  let isRefused = false

  socket.on('data', (chunk) => {
    // What comes after a wrong length is read and dropped.
    if (isRefused) return
    let isTaken = true
    for (const frame of decoder.push(chunk)) isTaken = socket.write(answer(frame))
    if (decoder.wrongLength !== undefined) {
      isRefused = true
      console.log('a client is refused: a length that no frame has')
      socket.end(encode(types.error, new LengthError(decoder.wrongLength).message))
    } else if (!isTaken) socket.pause()
  })
  socket.on('drain', () => socket.resume())
  socket.on('end', () => {
    if (isRefused) return
    if (decoder.isInsideFrame) console.log('a client has ended its side inside a frame')
    socket.end()
  })
}

function answer({ type, payload }: Frame): Buffer {
  if (type === types.text) return encode(types.text, toUpperCaseAscii(payload))
  if (type === types.ping) return encode(types.pong, payload)
  return encode(types.error, `nothing is known of type ${type}`)
}

/** Changes the letters a–z and leaves every other byte alone, so that no UTF-8 character is harmed. */
function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
