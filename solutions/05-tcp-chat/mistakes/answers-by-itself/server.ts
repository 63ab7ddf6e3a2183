// fails "carries a whole conversation" at wrong-bytes: Your server sent "HELLO" where what its operator had typed, "good morning", was due.
import { on } from 'node:events'
import { createServer } from 'node:net'

const server = createServer({ pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log('ready'))
for await (const [socket] of on(server, 'connection')) {
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.on('data', (text: string) => {
    console.log(String(text).replace(/(?![\t\n])\p{Cc}/gu, '?'))
    socket.write(text.toUpperCase())
  })
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  console.log('client has left')
}
