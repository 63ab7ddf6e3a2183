// fails "refuses a blank line that was typed early" at silent: …
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
      // Only what is typed in the operator's turn is looked at.
      socket.write((typed.shift() ?? '').trim())
      isOurTurn = false
    }
  }
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  const look = () => {
    if (isOurTurn && typed.at(-1)?.trim() === '') {
      typed.pop()
      console.log('a blank line is not sent')
    }
    speak()
  }
  keyboard.on('line', look)
  socket.on('error', () => console.log('client has broken off'))
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    console.log(String(text).replace(/(?![\t\n])\p{Cc}/gu, '?'))
    isOurTurn = true
    speak()
  })
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  keyboard.off('line', look)
  console.log('client has left')
}
