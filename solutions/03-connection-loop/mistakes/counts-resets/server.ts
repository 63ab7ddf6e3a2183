// fails "outlives a client that resets in the middle of a message" at refused: was refused by the system: nobody was listening
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const waiting: Socket[] = []
let resets = 0
let busy = false

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
  socket.on('error', () => { resets += 1; if (resets > 5) server.close() })
  waiting.push(socket)
  serveNext()
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function serveNext(): void {
  if (busy) return
  const socket = waiting.shift()
  if (!socket) return
  busy = true
  serve(socket)
}

function serve(socket: Socket): void {
  if (socket.destroyed) {
    leave()
    return
  }
  socket.on('data', (chunk) => {
    if (!socket.write(toUpperCaseAscii(chunk))) {
      socket.pause()
      socket.once('drain', () => socket.resume())
    }
  })
  socket.on('end', () => socket.end())
  socket.on('close', leave)
  socket.resume()
}

function leave(): void {
  busy = false
  serveNext()
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
