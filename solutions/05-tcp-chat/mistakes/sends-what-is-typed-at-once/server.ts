// fails "keeps to the turns when the operator types early" at extra-bytes: …
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const typed: string[] = []
const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => typed.push(line))

const server = createServer({ pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log('ready'))
for await (const [socket] of on(server, 'connection')) await chat(socket)

async function chat(socket: Socket): Promise<void> {
  let isOurTurn = false
  const speak = () => {
    for (let line = typed.shift(); line !== undefined; line = typed.shift()) {
      if (line.trim() === '') console.log('a blank line is not sent')
      else socket.write(line.trim())
    }
  }
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  keyboard.on('line', speak)
  socket.on('error', () => console.log('client has broken off'))
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    console.log(String(text).replace(/(?![\t\n])\p{Cc}/gu, '?'))
    isOurTurn = true
    speak()
  })
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  keyboard.off('line', speak)
  console.log('client has left')
}
