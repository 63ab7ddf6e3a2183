// fails "lets no control character of a message reach the terminal" at wrong-output: your server printed U+0080 (128) as it came
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const typed: string[] = []
const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => typed.push(line))

const server = createServer({ pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1', () => console.log('ready'))
try {
  for await (const [socket] of on(server, 'connection')) await chat(socket)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function chat(socket: Socket): Promise<void> {
  let isOurTurn = false
  const speak = () => {
    while (isOurTurn && typed.length > 0) {
      const line = (typed.shift() ?? '').trim()
      if (line === '') {
        console.log('a blank line is not sent')
      } else {
        socket.write(line)
        isOurTurn = false
      }
    }
  }
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  keyboard.on('line', speak)
  socket.on('error', () => console.log('client has broken off'))
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    console.log(String(text).replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '?'))
    isOurTurn = true
    speak()
  })
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  keyboard.off('line', speak)
  console.log('client has left')
}
