// Takes the next client with a call in place of a loop: each turn
// ends by asking for the next one. Choose it where the wait for a
// client has to be one promise, to race against something else.
import net from 'node:net'

const arrived: net.Socket[] = []
let wake: (() => void) | null = null

const server = net.createServer({ pauseOnConnect: true })
server.on('connection', (socket) => {
  arrived.push(socket)
  wake?.()
})
server.on('error', (error: NodeJS.ErrnoException) => {
  process.stderr.write(`The port cannot be had (${error.code}).\n`, () => process.exit(1))
})
server.listen({ port: process.env.PORT || 9909, host: process.env.HOST || '127.0.0.1' })
server.on('listening', () =>
  process.stdout.write(`Waiting for clients: ${JSON.stringify(server.address())}\n`),
)

void accept().then(serve)

async function accept(): Promise<net.Socket> {
  while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve))
  return arrived.shift()!
}

function serve(socket: net.Socket): void {
  socket.on('readable', () => {
    for (let chunk: Buffer | null; (chunk = socket.read()) !== null;) {
      socket.write(
        chunk.toString('latin1').replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()),
        'latin1',
      )
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => void accept().then(serve))
}
