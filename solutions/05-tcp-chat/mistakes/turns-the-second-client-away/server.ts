// fails "lets a second client wait its turn" at closed-early: your server ended its connection
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

const keyboard = createInterface({ input: process.stdin })
const typed: string[] = []
keyboard.on('line', (line) => typed.push(line))

const server = createServer((socket) => {
  let isOurTurn = false
  const speak = () => {
    while (isOurTurn && typed.length > 0) {
      const line = (typed.shift() ?? '').trim()
      if (line.trim() === '') {
        console.log('a blank line is not sent')
      } else {
        socket.write(line)
        isOurTurn = false
      }
    }
  }
  keyboard.on('line', speak)
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    console.log(String(text).replace(/(?![\t\n])\p{Cc}/gu, '?'))
    isOurTurn = true
    speak()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    keyboard.off('line', speak)
    console.log('client has left')
  })
})
server.maxConnections = 1
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1')
