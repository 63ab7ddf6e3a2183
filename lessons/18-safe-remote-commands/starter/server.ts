import { createServer, type Socket } from 'node:net'
import { Decoder, encode } from './given/frames.ts'
import { Runner } from './run.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)

const runner = new Runner({
  timeoutMs: Number(process.env.COMMAND_TIMEOUT_MS ?? 10_000),
  maxOutputBytes: Number(process.env.MAX_OUTPUT_BYTES ?? 1024 * 1024),
})

const server = createServer((socket) => {
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  void serve(socket)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})

if (host === '127.0.0.1') {
  server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
} else {
  console.error(`HOST is ${host}, and this server runs commands for programs of this machine alone`)
  process.exitCode = 1
}

/** Answers the frames of one client until it leaves. */
async function serve(socket: Socket): Promise<void> {
  const decoder = new Decoder()
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      for (const { payload } of decoder.push(chunk)) void answer(socket, payload)
    }
    socket.destroy()
  } catch (error) {
    // After a length that cannot be one, nobody knows where the next frame begins.
    refuse(socket, String(error))
    socket.end()
    socket.resume()
  }
}

/** Has a request carried out. What comes of it is still to be sent, and what is not a request to be refused. */
async function answer(socket: Socket, payload: Buffer): Promise<void> {
  try {
    await runner.run(payload.toString(), [])
  } catch (error) {
    refuse(socket, error instanceof Error ? error.message : String(error))
  }
}

function refuse(socket: Socket, message: string): void {
  if (socket.writable) socket.write(encode(255, JSON.stringify({ message })))
}
