// fails "outlives a client that resets in the middle of a message" at closed-early: Your server broke the connection off with a reset (RST) before it had sent anything of the answer to "hello"
import { createServer, type Socket } from 'node:net'
const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
let waiting: Socket[] = []
let current: Socket | undefined
const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
  waiting.push(socket)
  if (!current) next()
})
server.on('error', (e) => {
  console.error(e.message)
  process.exitCode = 1
})
server.listen(port, host, () => console.log('listening'))
function next() {
  current = waiting.shift()
  if (!current) return
  const socket = current
  socket.on('error', () => {
    for (const other of waiting) other.destroy()
    waiting = []
  })
  socket.on('data', (c) => {
    socket.pause()
    socket.write(Buffer.from(c.map((b) => (b >= 97 && b <= 122 ? b - 32 : b))), () => socket.resume())
  })
  socket.on('end', () => socket.end())
  socket.on('close', next)
  socket.resume()
}
