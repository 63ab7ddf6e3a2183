// fails "lets no control character of a message reach the terminal" at wrong-output: as it came
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

type Guest = { socket: Socket; address: string; early: string; hasLeft: boolean }

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

// Lines wait here until it is the operator's turn.
const typed: string[] = []
// Guests wait here until the one before has left.
const waiting: Guest[] = []
let current: Guest | undefined
let isOurTurn = false

const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => {
  typed.push(line.trim())
  answer()
})

const server = createServer((socket) => {
  const guest: Guest = { socket, address: `${socket.remoteAddress}:${socket.remotePort}`, early: '', hasLeft: false }
  // Half a character is kept back until its other half has come.
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    if (guest === current) hear(String(text))
    else guest.early += String(text)
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    guest.hasLeft = true
    if (guest !== current) return
    console.log(`left: ${guest.address}`)
    // What was meant for this client is not for the next one.
    typed.length = 0
    welcomeNext()
  })
  waiting.push(guest)
  if (!current) welcomeNext()
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
  keyboard.close()
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

function welcomeNext(): void {
  isOurTurn = false
  do current = waiting.shift()
  while (current?.hasLeft)
  if (!current) return
  console.log(`connected: ${current.address}`)
  if (current.early === '') return
  console.log(current.early)
  isOurTurn = true
  answer()
}

function hear(text: string): void {
  console.log(makeHarmless(text))
  isOurTurn = true
  answer()
}

function answer(): void {
  while (current && isOurTurn) {
    const line = typed.shift()
    if (line === undefined) {
      process.stdout.write('>>>: ')
      return
    }
    if (line === '') {
      console.log('a blank line is not an answer: type something')
      continue
    }
    current.socket.write(line)
    isOurTurn = false
  }
}

/** Replaces control characters, except tab and line feed: to a terminal they are commands. */
function makeHarmless(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}/gu, '\u{fffd}')
}
