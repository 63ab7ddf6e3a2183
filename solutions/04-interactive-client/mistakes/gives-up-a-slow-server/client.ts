// fails "sends what is typed and prints the answer" at closed-early: Your client gave up by itself while an answer was due.
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9999)

const socket = connect(port, host)
const keyboard = createInterface({ input: process.stdin })
const typed: (string | null)[] = []
let connected = false
let due = false
let over = false

keyboard.on('line', (line) => {
  typed.push(line)
  next()
})
keyboard.on('close', () => {
  typed.push(null)
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
  console.log(String(chunk))
  ask()
  next()
})
socket.on('end', () => leave(new Error('the server has gone')))
socket.on('error', leave)
socket.setTimeout(3000)
socket.on('timeout', () => due && leave(new Error('no answer came')))

function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}

function next(): void {
  if (!connected || over) return
  while (!due && typed.length > 0) {
    const line = typed.shift()!
    const text = line === null ? null : line.trim()
    if (text === null || text === 'q' || text === 'exit') return goodbye()
    if (text === '') ask()
    else say(text)
  }
}

function say(text: string): void {
  due = true
  socket.write(text)
}

function goodbye(): void {
  over = true
  socket.end()
  setImmediate(() => keyboard.close())
}

function leave(error: Error): void {
  if (over) return
  over = true
  console.error(error.message)
  process.exitCode = 1
  socket.destroy()
  setImmediate(() => keyboard.close())
}
