// fails "keeps two clients apart" at silent: client with a wrong length
import { createServer, type Socket } from 'node:net'
import { Decoder, encode, type Frame, LengthError } from './frames.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9100)

const types = { text: 1, ping: 2, pong: 3, error: 255 }

/** One client at a time: the turn of the next one comes when this is settled. */
let turn: Promise<void> = Promise.resolve()

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  turn = turn.then(() => serve(socket))
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Answers every frame of one client, and resolves when it has left. */
async function serve(socket: Socket): Promise<void> {
  const hasLeft = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const decoder = new Decoder()
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      for (const frame of decoder.push(chunk)) await send(socket, answer(frame))
    }
    if (decoder.isInsideFrame) console.log('a client has ended its side inside a frame')
    socket.end()
  } catch (error) {
    // A reset ends the loop with an error too. The listener above has told it.
    if (error instanceof LengthError) refuse(socket, error.message)
  }
  await hasLeft
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

function send(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
