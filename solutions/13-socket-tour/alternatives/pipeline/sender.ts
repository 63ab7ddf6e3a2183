// pipeline waits, ends, passes errors on and
// destroys what is left: all that the solution does by
// hand, in one call. Choose it wherever bytes go from
// one stream to another and you have nothing to add.
import { createReadStream } from 'node:fs'
import { createConnection } from 'node:net'
import { pipeline } from 'node:stream/promises'

const { HOST = '127.0.0.1', PORT = '9909' } = process.env

try {
  const socket = createConnection({ port: Number(PORT), host: HOST, allowHalfOpen: true })
  socket.resume()
  await pipeline(createReadStream(process.argv[2] ?? ''), socket)
  // From here on nobody listens for "error" any more. The system has all, and so this side lets go.
  socket.destroySoon()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
