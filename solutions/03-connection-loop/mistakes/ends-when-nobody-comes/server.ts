// fails "serves the next client after the first has left" at refused: The connection of the second client was refused by the system: nobody was listening
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const waiting: Socket[] = []
let busy = false

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
  socket.on('error', () => {})
  waiting.push(socket)
  serveNext()
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
let idle = setTimeout(() => server.close(), 3000)
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function serveNext(): void {
  if (busy) return
  const socket = waiting.shift()
  if (!socket) return
  busy = true
  clearTimeout(idle)
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
  idle = setTimeout(() => server.close(), 3000)
  busy = false
  serveNext()
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
