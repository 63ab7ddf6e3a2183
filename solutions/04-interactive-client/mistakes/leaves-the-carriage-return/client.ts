// fails "takes the blanks from both ends of a line, and none from its middle" at extra-bytes: more than was due
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9999)

const socket = connect(port, host)
const keyboard = process.stdin.setEncoding('utf8')
let rest = ''
const lines: string[] = []
let over = false
let connected = false
let due = false
let leaving = false

keyboard.on('data', (chunk) => {
  const parts = (rest + chunk).split('\n')
  rest = parts.pop()!
  for (const part of parts) lines.push(part.replace(/^[ \t]+|[ \t]+$/g, ''))
  next()
})
keyboard.on('end', () => {
  if (rest !== '') lines.push(rest.replace(/^[ \t]+|[ \t]+$/g, ''))
  over = true
  next()
})
socket.on('connect', () => {
  connected = true
  ask()
  next()
})
socket.on('data', (chunk) => {
  if (!due) return
  due = false
  console.log(chunk.toString())
  ask()
  next()
})
socket.on('end', () => gone('the server has ended the connection'))
socket.on('error', (error) => gone(error.message))

function next(): void {
  while (connected && !due && !leaving) {
    const text = lines.shift()
    if (text === undefined) {
      if (over) leave()
      return
    }
    if (text === 'q' || text === 'exit') leave()
    else if (text === '') ask()
    else {
      due = true
      socket.write(text)
    }
  }
}

function leave(): void {
  leaving = true
  socket.end()
  setImmediate(() => keyboard.destroy())
}

function gone(message: string): void {
  if (leaving) return
  leaving = true
  console.error(message)
  process.exitCode = 1
  setImmediate(() => keyboard.destroy())
}

function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}
