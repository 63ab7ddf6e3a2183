// A loop over the file that waits for "drain" by a
// promise. A signal calls the wait off when the socket
// has failed meanwhile, for then no "drain" comes any
// more. Choose it where each piece is worked on.
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { connect } from 'node:net'

const gone = new AbortController()

try {
  const file = await open(process.argv[2] ?? '')
  const socket = connect({
    port: Number(process.env.PORT ?? 9909),
    host: process.env.HOST ?? '127.0.0.1',
    allowHalfOpen: true,
  })
  let failure: Error | undefined
  socket.on('error', (error) => {
    failure = error
    gone.abort()
  })
  try {
    for await (const chunk of file.createReadStream({ signal: gone.signal })) {
      if (!socket.write(chunk)) await once(socket, 'drain', { signal: gone.signal })
    }
    socket.end()
    await once(socket, 'finish', { signal: gone.signal })
    socket.destroySoon()
  } catch (error) {
    socket.destroy()
    throw failure ?? error
  }
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
