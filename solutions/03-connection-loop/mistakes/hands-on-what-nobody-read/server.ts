// fails "outlives a client that resets before it has read its answers" at wrong-bytes: where the answer to "next client"
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

// what has been read and is still to be answered
const inbox: Buffer[] = []

try {
  for await (const [socket] of on(server, 'connection')) await serve(socket)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

function serve(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    let room = true
    let ended = false
    const flush = (): void => {
      while (room && inbox.length > 0) room = socket.write(toUpperCaseAscii(inbox.shift()!))
      if (ended && inbox.length === 0) socket.end()
    }
    socket.on('data', (chunk) => {
      inbox.push(chunk)
      flush()
    })
    socket.on('drain', () => {
      room = true
      flush()
    })
    socket.on('end', () => {
      ended = true
      flush()
    })
    socket.on('error', (error) => console.log(error.message))
    socket.on('close', resolve)
    socket.resume()
  })
}

function toUpperCaseAscii(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
