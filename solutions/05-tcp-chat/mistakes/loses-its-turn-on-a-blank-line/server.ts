// fails "refuses a blank line in words and asks again" at silent: In the … after that your server sent it nothing
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
    if (!isOurTurn) return
    const line = typed.shift()?.trim()
    if (line === undefined) return
    if (line.trim() === '') console.log('a blank line is not sent')
    else socket.write(line)
    isOurTurn = false
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
