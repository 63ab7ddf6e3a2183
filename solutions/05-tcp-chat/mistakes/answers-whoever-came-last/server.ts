// fails "lets a second client wait its turn" at extra-bytes: Your server sent the answer to the … client.
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

let latest: Socket | undefined
let isOurTurn = false
const typed: string[] = []

function speak(): void {
  while (isOurTurn && typed.length > 0) {
    const line = (typed.shift() ?? '').trim()
    if (line.trim() === '') {
      console.log('a blank line is not sent')
    } else {
      latest?.write(line)
      isOurTurn = false
    }
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  typed.push(line)
  speak()
})

const server = createServer((socket) => {
  latest = socket
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    console.log(String(text).replace(/(?![\t\n])\p{Cc}/gu, '?'))
    latest = socket
    isOurTurn = true
    speak()
  })
  socket.on('error', () => {})
  socket.on('close', () => console.log('client has left'))
})
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1')
