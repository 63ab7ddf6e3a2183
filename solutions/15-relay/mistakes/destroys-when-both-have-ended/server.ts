// fails "ends only after the last byte, however late it is read" at closed-early: the 5 MiB that the second client had said
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

/** So much is kept of what a client says before its partner comes. */
const mostEarlyBytes = 1024 * 1024

interface Guest {
  readonly socket: Socket
  readonly said: Buffer[]
  bytes: number
  hasEnded: boolean
  onData: (chunk: Buffer) => void
  onEnd: () => void
}

let waiting: Guest | undefined

// Larger portions than Node's own, so that a fast pair has fewer of them.
const server = createServer({ allowHalfOpen: true, highWaterMark: 4 * 1024 * 1024 }, (socket) => {
  socket.on('error', () => {})
  const first = waiting
  if (first) {
    waiting = undefined
    join(first, socket)
  } else waiting = welcome(socket)
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

/** Keeps what the first of two says until the second one comes. */
function welcome(socket: Socket): Guest {
  const forget = () => {
    if (waiting === guest) waiting = undefined
  }
  const guest: Guest = {
    socket,
    said: [],
    bytes: 0,
    hasEnded: false,
    onData: (chunk) => {
      guest.said.push(chunk)
      guest.bytes += chunk.length
      if (guest.bytes <= mostEarlyBytes) return
      forget()
      socket.off('data', guest.onData)
      socket.end('too much: nobody is here yet, and only 1 MiB is kept\n')
      socket.resume()
    },
    onEnd: () => {
      guest.hasEnded = true
      if (guest.bytes > 0) return
      forget()
      socket.end()
    },
  }
  socket.on('data', guest.onData)
  socket.on('end', guest.onEnd)
  socket.on('close', forget)
  return guest
}

function join(first: Guest, second: Socket): void {
  first.socket.off('data', first.onData)
  first.socket.off('end', first.onEnd)
  for (const chunk of first.said.splice(0)) second.write(chunk)

  let ends = first.hasEnded ? 1 : 0
  // Nobody has anything to say any more: nothing of the two has to stay.
  const countEnd = () => {
    ends++
    if (ends < 2) return
    first.socket.destroy()
    second.destroy()
  }
  for (const [from, to] of [
    [first.socket, second],
    [second, first.socket],
  ] as const) {
    from.pipe(to)
    from.on('end', countEnd)
    from.on('error', () => to.resetAndDestroy())
  }
}
