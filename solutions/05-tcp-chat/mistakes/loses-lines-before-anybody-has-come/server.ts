// fails "keeps to the turns when the operator types early" at wrong-bytes: Your server sent "second answer" where what its operator had typed first, "first answer", was due.
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const waiting: Socket[] = []
const typed: string[] = []
let current: Socket | undefined
let mine = false
let someoneCame = false

const server = createServer({ pauseOnConnect: true }, (socket) => {
  waiting.push(socket)
  nextClient()
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
  keyboard.close()
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => {
  if (!someoneCame) return
  typed.push(line.trim())
  answer()
})

function nextClient(): void {
  if (current || waiting.length === 0) return
  const socket = waiting.shift()!
  current = socket
  someoneCame = true
  mine = false
  const name = `${socket.remoteAddress}:${socket.remotePort}`
  console.log(`connected: ${name}`)
  socket.setEncoding('utf8')
  socket.on('data', (text) => hear(String(text)))
  socket.on('error', () => {})
  socket.on('close', () => {
    console.log(`left: ${name}`)
    current = undefined
    nextClient()
  })
  socket.resume()
}

function hear(text: string): void {
  console.log(text.replace(/[^\P{Cc}\t\n]/gu, '?'))
  mine = true
  answer()
}

function answer(): void {
  while (current && mine && typed.length > 0) {
    const text = typed.shift()!
    if (text === '') {
      console.log('a blank line is not sent')
      continue
    }
    mine = false
    current.write(text)
  }
}
