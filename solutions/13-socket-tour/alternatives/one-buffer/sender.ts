// Reads into one buffer of its own, and reads again when
// the system has taken what was in it: the classic loop
// of read and sendall. Choose it where memory is counted.
import { open } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { once } from 'node:events'

const buffer = Buffer.alloc(256 * 1024)

try {
  await sendFile(process.argv[2] ?? '')
} catch (error) {
  console.error(error instanceof Error ? error.message : 'it failed')
  process.exitCode = 1
}

async function sendFile(name: string): Promise<void> {
  const file = await open(name)
  const socket = createConnection({
    host: process.env.HOST || '127.0.0.1',
    port: Number(process.env.PORT || 9909),
    allowHalfOpen: true,
  })
  try {
    await once(socket, 'connect')
    // Between two waits nobody else would hear of an error. The next write tells it.
    socket.on('error', () => {})
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length)
      if (bytesRead === 0) break
      await sendAll(socket, buffer.subarray(0, bytesRead))
    }
    socket.end()
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    await file.close()
  }
}

/** Resolves when the system has taken the bytes. Until then the buffer must not change. */
function sendAll(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) =>
    socket.write(bytes, (error) => (error ? reject(socket.errored ?? error) : resolve())),
  )
}
