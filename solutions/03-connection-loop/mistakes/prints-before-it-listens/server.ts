// fails "prints a line when it listens" at wrong-output: as the first one did, which has the port
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
console.log(`listening on ${host}:${port}`)
server.listen(port, host)

try {
  for await (const [socket] of on(server, 'connection')) await serve(socket)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function serve(socket: Socket) {
  socket.on('error', (error) => console.log(`the client has broken off: ${error.message}`))
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      await send(socket, toUpperCaseAscii(chunk))
    }
    console.log('the client has ended')
    socket.end()
  } catch {}
}

function send(socket: Socket, bytes: Buffer) {
  return new Promise<void>((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())))
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
