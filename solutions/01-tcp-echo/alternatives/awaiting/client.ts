// Collects the pieces with a loop over the socket, and prints the
// answer when it is whole. Choose it where half an answer is of no use.
import { once } from 'node:events'
import { createConnection } from 'node:net'

const { PORT = '9909', HOST = '127.0.0.1' } = process.env
const [text = 'hello word'] = process.argv.slice(2)

const socket = createConnection({ port: Number(PORT), host: HOST })
try {
  await once(socket, 'connect')
  socket.write(text)
  const pieces: Buffer[] = []
  for await (const piece of socket) pieces.push(piece as Buffer)
  console.log(Buffer.concat(pieces).toString())
} catch (error) {
  console.error(`cannot talk to ${HOST}:${PORT}: ${(error as NodeJS.ErrnoException).code}`)
  process.exitCode = 1
}
