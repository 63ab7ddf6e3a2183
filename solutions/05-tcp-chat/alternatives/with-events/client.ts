// Hears everything as an event: a mark says whose turn it is,
// and lines wait in a list for it. Choose it where the end of
// the server has to be heard at once, whatever is awaited.
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

// Lines wait here until it is our turn.
const typed: string[] = []
let isOurTurn = false
let hasLeft = false

const socket = connect(port, host)
// We speak first.
socket.on('connect', takeTurn)
socket.setEncoding('utf8')
socket.on('data', (text) => {
  console.log(makeHarmless(String(text)))
  takeTurn()
})
socket.on('end', () => {
  if (!hasLeft) giveUp('the server has left')
})
socket.on('error', (error) => giveUp(error.message))
// However the conversation ends: an open keyboard would keep this program alive.
socket.on('close', () => keyboard.close())

const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => {
  typed.push(line)
  speak()
})
// The end of input is one more way to say goodbye, and also waits for its turn.
keyboard.on('close', () => {
  typed.push('exit')
  speak()
})

function takeTurn(): void {
  isOurTurn = true
  speak()
}

function speak(): void {
  while (isOurTurn) {
    const line = typed.shift()?.trim()
    if (line === undefined) return ask()
    if (line === '') {
      console.log('a blank line is not sent: type something')
      continue
    }
    isOurTurn = false
    if (line === 'exit' || line === 'q') leave()
    else socket.write(line)
  }
}

function leave(): void {
  hasLeft = true
  socket.end()
}

function giveUp(reason: string): void {
  hasLeft = true
  isOurTurn = false
  console.error(reason)
  process.exitCode = 1
}

/** A prompt is for somebody who sits at a terminal. */
function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}

/** Replaces control characters, except tab and line feed: to a terminal they are commands. */
function makeHarmless(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}/gu, '\u{fffd}')
}
