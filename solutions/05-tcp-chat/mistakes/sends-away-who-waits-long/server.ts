// fails "lets a second client wait its turn" at closed-early: and your server ended its connection
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { StringDecoder } from 'node:string_decoder'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const waiting: Socket[] = []
const names = new WeakMap<Socket, string>()
const typed: string[] = []
let current: Socket | undefined
let operatorsTurn = false

const server = createServer({ pauseOnConnect: true }, (socket) => {
  names.set(socket, `${socket.remoteAddress}:${socket.remotePort}`)
  socket.on('error', () => {})
  waiting.push(socket)
  setTimeout(() => {
    if (waiting.includes(socket)) socket.destroy()
  }, 3000)
  take()
})
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => {
  typed.push(line.trim())
  answer()
})

/** Takes the next client, if nobody is being talked with. */
function take(): void {
  if (current) return
  const socket = waiting.shift()
  if (!socket) return
  if (socket.destroyed) return take()
  current = socket
  operatorsTurn = false
  const name = names.get(socket)
  console.log(`connected: ${name}`)
  const decoder = new StringDecoder('utf8')
  socket.on('data', (bytes: Buffer) => {
    show(decoder.write(bytes))
    operatorsTurn = true
    answer()
  })
  const leave = (how: string) => {
    if (current !== socket) return
    console.log(`left: ${name} (${how})`)
    current = undefined
    take()
  }
  socket.on('end', () => leave('end'))
  socket.on('close', () => leave('reset'))
  socket.resume()
}

function show(text: string): void {
  console.log(clean(text))
}

/** Sends the next line that is not blank, if it is the operator's turn. */
function answer(): void {
  while (current && operatorsTurn && typed.length > 0) {
    const text = typed.shift() ?? ''
    if (text === '') {
      console.log('a blank line is not sent: type something')
      continue
    }
    current.write(text)
    operatorsTurn = false
  }
}

function clean(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
}
