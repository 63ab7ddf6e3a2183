// fails "client: sends trimmed lines, nothing for a blank one" at wrong-bytes: where the line "grün"
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1')
const keyboard = process.stdin
const waiting: string[] = []
let connected = false
let due = false
let over = false
let done = false

keyboard.on('data', (data) => {
  for (const line of data.toString().replace(/\n$/, '').split('\n')) waiting.push(line.trim())
  next()
})
keyboard.on('end', () => {
  over = true
  next()
})
socket.on('connect', () => {
  connected = true
  ask()
  next()
})
socket.on('data', (chunk) => {
  process.stdout.write(chunk)
  if (!due) return
  due = false
  ask()
  next()
})
socket.on('end', () => {
  if (!done) leave('the server has left')
})
socket.on('error', (error) => {
  if (!done) leave(error.message)
})

function next(): void {
  while (connected && !due && !done) {
    const line = waiting.shift()
    if (line === undefined) {
      if (over) bye()
      return
    }
    if (line === 'q') return bye()
    if (line === '') {
      ask()
      continue
    }
    due = true
    socket.write(line)
  }
}
function bye(): void {
  done = true
  socket.end()
  keyboard.destroy()
}
function leave(why: string): void {
  done = true
  console.error(why)
  process.exitCode = 1
  keyboard.destroy()
  socket.destroy()
}
function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}
