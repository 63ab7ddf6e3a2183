// The socket is piped into a stream of frames, and the loop
// runs over that. Choose it where other steps are to stand
// between the two: unpacking, counting, checking.
import { createServer, type Socket } from 'node:net'
import { encode, type Frame, FrameStream, type Trouble } from './frames.ts'

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

/** Answers every frame of one client until it ends its side, or until no more frame can be found in what it says. */
async function serve(socket: Socket): Promise<void> {
  const frames = new FrameStream()
  // pipe() passes an end on, and no failure: without this the loop would wait for ever after a reset.
  socket.on('close', () => frames.destroy())
  try {
    const found: AsyncIterable<Frame | Trouble> = socket.pipe(frames)
    for await (const next of found) {
      if ('trouble' in next) {
        console.log(`a client is refused: ${next.trouble}`)
        socket.end(encode(types.error, next.trouble))
        // Where this is left to the end of the loop, it pauses the socket.
        socket.unpipe(frames)
        break
      }
      await send(socket, answer(next))
    }
    // After trouble, what the client still sends is read and dropped.
    socket.end().resume()
  } catch {
    // A reset ends the loop with an error. The listener above has told it.
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
