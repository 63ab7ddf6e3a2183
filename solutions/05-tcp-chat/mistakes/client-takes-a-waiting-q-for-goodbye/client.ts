// fails "client: says so and exits 1 when the server leaves or breaks off" at wrong-exit: Your client ended with exit code 0, where exit code 1 was due
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const socket = connect(port, host)
const keyboard = createInterface({ input: process.stdin })
const lines: string[] = []
let over = false
let connected = false
let due = false
let leaving = false
let goodbye = false

keyboard.on('line', (line) => {
  const text = line.trim()
  // from here on the end is wanted
  if (text === 'q' || text === 'exit') goodbye = true
  lines.push(text)
  next()
})
keyboard.on('close', () => {
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
    else if (text === '') {
      console.log('a blank line says nothing: type something')
      ask()
    }
    else {
      due = true
      socket.write(text)
    }
  }
}

function leave(): void {
  leaving = true
  socket.end()
  setImmediate(() => keyboard.close())
}

function gone(message: string): void {
  if (leaving) return
  leaving = true
  console.error(message)
  process.exitCode = goodbye ? 0 : 1
  setImmediate(() => keyboard.close())
}

function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}
