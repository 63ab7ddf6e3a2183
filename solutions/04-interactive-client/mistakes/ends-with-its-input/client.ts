// fails "the goodbye waits for its turn: what was typed before it is answered first" at closed-early: Your client ended the connection while the answer to "two" was due.
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9999)

const socket = connect(port, host)
const keyboard = createInterface({ input: process.stdin })
const queue: string[] = []
let over = false
let connected = false
let due = false
let finished = false

socket.on('connect', () => {
  connected = true
  ask()
  next()
})
keyboard.on('line', (line) => {
  queue.push(line.trim())
  next()
})
keyboard.on('close', () => {
  over = true
  if (connected && due && queue.length === 0) socket.end()
  next()
})
socket.on('data', (chunk) => {
  if (due) console.log(chunk.toString())
  if (!due) return
  due = false
  if (over && queue.length === 0) finished = true
  ask()
  next()
})
socket.on('end', () => leave('the server has ended the connection'))
socket.on('error', (error) => leave(error.message))

function ask(): void {
  process.stdout.write('>>>: ')
}

function next(): void {
  while (connected && !due && !finished) {
    const text = queue.shift()
    if (text === undefined && !over) return
    if (text === undefined || text === 'q' || text === 'exit') return goodbye()
    if (text === '') ask()
    else {
      due = true
      socket.write(text)
    }
  }
}

function goodbye(): void {
  finished = true
  socket.end()
  setImmediate(() => keyboard.close())
}

function leave(why: string): void {
  if (finished) return
  finished = true
  console.error(why)
  process.exitCode = 1
  socket.destroy()
  setImmediate(() => keyboard.close())
}
