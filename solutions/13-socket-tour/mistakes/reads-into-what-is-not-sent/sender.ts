// fails "sender: waits for a reader that stands still" at wrong-bytes: the file of 16 MiB
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const file = process.argv[2] ?? ''

const failed = new AbortController()
const socket = connect(port, host)
socket.on('error', (error) => failed.abort(error))
try {
  const [source] = await Promise.all([open(file), once(socket, 'connect')])
  const buffer = Buffer.alloc(4096)
  for (;;) {
    const { bytesRead } = await source.read(buffer)
    if (bytesRead === 0) break
    failed.signal.throwIfAborted()
    if (!socket.write(buffer.subarray(0, bytesRead))) await once(socket, 'drain')
  }
  await source.close()
  socket.end()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
  socket.destroy()
}
