// fails "says so when a stream ends inside a frame" at extra-bytes: What was never whole
import { createServer, type Socket } from 'node:net'
import { encode, longestFrame, type Frame } from './frames.ts'

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
  let wanted: number | undefined
  let refused = false
  socket.on('readable', () => {
    while (!refused) {
      if (wanted === undefined) {
        const header: Buffer | null = socket.read(4)
        if (!header) return
        if (header.length < 4) return console.log('a client has ended its side inside a frame')
        wanted = header.readUInt32BE(0)
        if (wanted < 1 || wanted > longestFrame) {
          refused = true
          socket.end(encode(types.error, `no frame has the length ${wanted}`))
          socket.removeAllListeners('readable')
          socket.resume()
          return
        }
      }
      const body: Buffer | null = socket.read(wanted)
      if (!body) return
      if (body.length < wanted) console.log('a client has ended its side inside a frame')
      wanted = undefined
      socket.write(answer({ type: body[0]!, payload: body.subarray(1) }))
    }
  })
  socket.on('end', () => {
    if (wanted !== undefined && !refused) console.log('a client has ended its side inside a frame')
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
