// Lets the bytes flow from the socket through a transformation
// and back, so that waiting for a slow reader is the pipeline's
// business. Choose it where each piece can be changed by itself.
import { createServer } from 'node:net'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const server = createServer({ allowHalfOpen: true }, async (socket) => {
  server.close()
  const upperCase = new Transform({
    transform: (chunk: Buffer, _encoding, done) =>
      done(
        null,
        Buffer.from(
          chunk.toString('latin1').replace(/[a-z]+/g, (text) => text.toUpperCase()),
          'latin1',
        ),
      ),
  })
  try {
    await pipeline(socket, upperCase, socket)
    console.log('the client has left')
  } catch (error) {
    console.log('the client has gone:', (error as Error).message)
  }
})

server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(Number(process.env.PORT) || 9909, process.env.HOST || '127.0.0.1', () => console.log('up'))
