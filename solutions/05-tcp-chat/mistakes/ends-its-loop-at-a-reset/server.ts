// fails "outlives clients that break off, in conversation and while they wait" at wrong-output: It should have printed the address of its second client
import { on, once } from 'node:events'
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
  process.exitCode = 1
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
    console.log(String(text).replace(/(?![\t\n])\p{Cc}/gu, '?'))
    isOurTurn = true
    speak()
  })
  socket.resume()
  // Throws when the socket says "error" first, out of this function and out of the loop over the clients.
  await once(socket, 'close')
  keyboard.off('line', speak)
  console.log('client has left')
}
