// fails "server says something unasked and ends (FIN): says so and exits 1" at does-not-stop: Your client was still running
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
let spoken = false
socket.on('readable', () => {
  // Before anything was said all is dropped; an end without bytes before it is read at once.
  if (!spoken || (!due && socket.readableLength === 0)) {
    while (socket.read() !== null);
    return
  }
  socket.emit('take')
})
socket.on('take', () => {
  if (!due) return
  const chunk = socket.read()
  if (chunk === null) return
  due = false
  console.log(String(chunk))
  ask()
  next()
})
socket.on('end', () => leave(new Error('the server has gone')))
socket.on('error', leave)

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
  spoken = true
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
