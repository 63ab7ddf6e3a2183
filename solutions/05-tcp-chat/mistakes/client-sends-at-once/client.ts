// fails "client: keeps to the turns when its user types early" at extra-bytes: more than was due: "twothree
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

// Lines wait here until the answer to the one before has come.
const typed: string[] = []
let isOurTurn = false
let hasLeft = false

const socket = connect(port, host)
socket.on('connect', takeTurn)
socket.on('data', (chunk) => {
  console.log(`${chunk}`)
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
// The end of input is one more way to say goodbye.
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
      console.log('a blank line is not sent')
      ask()
      continue
    }
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
