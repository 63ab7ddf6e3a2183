// fails "serves the next client after the first has left" at wrong-output: the address of the client from another address
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const keyboard = createInterface({ input: process.stdin })
const typed: string[] = []
const waiting: Socket[] = []
let client: Socket | undefined
let ourTurn = false

const server = createServer({ pauseOnConnect: true }, (socket) => {
  waiting.push(socket)
  if (!client) next()
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
  setImmediate(() => keyboard.close())
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

keyboard.on('line', (line) => {
  const text = line.trim()
  if (text === '') {
    console.log('a blank line is not sent: type something')
    return
  }
  typed.push(text)
  answer()
})

function next(): void {
  const socket = waiting.shift()
  client = socket
  ourTurn = false
  if (!socket) return
  console.log(`connected: ${host}:${socket.remotePort}`)
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    console.log(plain(String(text)))
    ourTurn = true
    answer()
  })
  socket.on('error', (error) => console.log(error.message))
  socket.on('close', () => {
    console.log('the client has left')
    next()
  })
  socket.resume()
}

function answer(): void {
  if (!client || !ourTurn || typed.length === 0) return
  ourTurn = false
  client.write(typed.shift()!)
}

function plain(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '?')
}
