// fails "takes a frame of 1 MiB" at wrong-bytes: the answer to a frame of 1 MiB, and then to a ping right behind it
import { createServer, type Socket } from 'node:net'
import { setImmediate as otherWork } from 'node:timers/promises'
import { Decoder, encode, type Frame, LengthError } from './frames.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9100)

const types = { text: 1, ping: 2, pong: 3, error: 255 }
/** So many bytes are changed at once; between two such steps the others have their turn. */
const step = 64 * 1024

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
  const decoder = new Decoder()
  const due: Promise<void>[] = []
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      for (const frame of decoder.push(chunk)) {
        if (frame.type === types.text && frame.payload.length > step) due.push(answerLongText(socket, frame.payload))
        else await send(socket, answer(frame))
      }
    }
    if (decoder.isInsideFrame) console.log('a client has ended its side inside a frame')
    await Promise.all(due)
    socket.end()
  } catch (error) {
    // A reset ends the loop with an error too. The listener above has told it.
    if (!(error instanceof LengthError)) return
    await Promise.all(due)
    refuse(socket, error.message)
  }
}

/** A long text is changed step by step, so that nobody else has to wait for it. */
async function answerLongText(socket: Socket, payload: Buffer): Promise<void> {
  const changed: Buffer[] = []
  for (let place = 0; place < payload.length; place += step) {
    changed.push(toUpperCaseAscii(payload.subarray(place, place + step)))
    await otherWork()
  }
  try {
    await send(socket, encode(types.text, Buffer.concat(changed)))
  } catch {
    // The client has gone, and the listener has told it.
  }
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
