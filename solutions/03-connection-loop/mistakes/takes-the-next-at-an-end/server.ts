// fails "outlives a client that resets before it has read its answers" at extra-bytes: Your server answered the next client while the client before it had not got all of its answers.
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const queue: Socket[] = []
let current: Socket | undefined

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
  socket.on('error', (error) => console.log(error.message))
  queue.push(socket)
  if (!current) next()
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log('listening on', host, port))

function next(): void {
  current = queue.shift()
  if (!current) return
  const socket = current
  let over = false
  const done = () => {
    if (over) return
    over = true
    next()
  }
  socket.on('data', (chunk) => {
    socket.write(upper(chunk))
  })
  socket.on('end', () => {
    socket.end()
    done()
  })
  socket.on('close', done)
  if (socket.destroyed) done()
  else socket.resume()
}

function upper(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
}
