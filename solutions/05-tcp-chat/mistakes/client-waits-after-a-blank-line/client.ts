// fails "client: refuses a blank line in words and asks again" at silent: Our server sent "good morning". In the … after that your client sent nothing.
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
      console.log('an empty message goes out')
    }
    // write('') sends nothing: no answer to it will ever come.
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
