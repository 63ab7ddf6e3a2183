// fails "keeps lines that come faster than their answers, and sends each after the answer to the one before" at wrong-bytes: Your client sent "a" where the line "three" was due.
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9999)

const socket = connect(port, host)
const keyboard = createInterface({ input: process.stdin })

// Lines whose turn has not come.
const waiting = new Set<string>()
let isOver = false
let isFree = false
let hasLeft = false

keyboard.on('line', (line) => {
  waiting.add(line.trim())
  next()
})
keyboard.on('close', () => {
  isOver = true
  next()
})
socket.on('connect', () => {
  isFree = true
  ask()
  next()
})
socket.on('data', (answer) => {
  if (isFree || hasLeft) return
  console.log(answer.toString())
  isFree = true
  ask()
  next()
})
socket.on('end', () => gone('the server has ended the connection'))
socket.on('error', (error) => gone(error.message))

function next(): void {
  while (isFree && !hasLeft) {
    const [text] = waiting
    if (text === undefined) {
      if (isOver) leave()
      return
    }
    waiting.delete(text)
    if (text === 'exit' || text === 'q') return leave()
    if (text === '') ask()
    else {
      isFree = false
      socket.write(text)
    }
  }
}

function leave(): void {
  hasLeft = true
  socket.end()
  setImmediate(() => keyboard.close())
}

function gone(message: string): void {
  if (hasLeft) return
  hasLeft = true
  console.error(message)
  process.exitCode = 1
  keyboard.close()
}

/** A prompt is for a person; in a pipe nobody would read it. */
function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}
