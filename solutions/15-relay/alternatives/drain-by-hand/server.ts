// Without the framework: listeners, and the waiting done by hand, with pause and resume. Choose it where something is to
// be counted or written down on the way, and no class is wanted for it.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)
const mostEarlyBytes = 1024 * 1024

interface Early {
  readonly socket: Socket
  readonly chunks: Buffer[]
  length: number
  hasEnded: boolean
}

let waiting: Early | undefined

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {})
  const first = waiting
  waiting = undefined
  if (first) join(first, socket)
  else wait(socket)
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function wait(socket: Socket): void {
  const early: Early = { socket, chunks: [], length: 0, hasEnded: false }
  waiting = early
  socket.on('data', (chunk) => {
    early.chunks.push(chunk)
    early.length += chunk.length
    if (early.length <= mostEarlyBytes) return
    forget(early)
    socket.end('there is nobody to hear it, and it is too much to keep\n')
  })
  socket.on('end', () => {
    early.hasEnded = true
    if (early.length > 0) return
    forget(early)
    socket.end()
  })
  socket.on('error', () => forget(early))
}

/** Whoever comes next will not meet this one. What it still says is dropped. */
function forget(early: Early): void {
  if (waiting === early) waiting = undefined
  early.socket.removeAllListeners('data').resume()
}

function join({ socket: first, chunks, hasEnded }: Early, second: Socket): void {
  first.removeAllListeners('data').removeAllListeners('end')
  for (const chunk of chunks) second.write(chunk)
  passOn(first, second)
  passOn(second, first)
  if (hasEnded) second.end()
}

/** One direction of a pair. */
function passOn(from: Socket, to: Socket): void {
  from.on('data', (chunk) => {
    if (!to.write(chunk)) from.pause()
  })
  to.on('drain', () => from.resume())
  from.on('end', () => to.end())
  from.on('error', () => to.resetAndDestroy())
}
