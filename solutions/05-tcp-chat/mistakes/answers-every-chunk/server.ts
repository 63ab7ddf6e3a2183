// fails "takes all that has come before the answer as one turn" at extra-bytes: came in two pieces
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
  let unanswered = 0
  const speak = () => {
    while (unanswered > 0 && typed.length > 0) {
      const line = (typed.shift() ?? '').trim()
      if (line.trim() === '') {
        console.log('a blank line is not sent')
      } else {
        socket.write(line)
        unanswered -= 1
      }
    }
  }
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  keyboard.on('line', speak)
  socket.on('error', () => console.log('client has broken off'))
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    console.log(String(text).replace(/(?![\t\n])\p{Cc}/gu, '?'))
    unanswered += 1
    speak()
  })
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  keyboard.off('line', speak)
  console.log('client has left')
}
