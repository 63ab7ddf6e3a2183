// fails "client: sends trimmed lines, nothing for a blank one" at wrong-bytes: was typed, and your client asked for
import { connect } from 'node:net'
import { constants } from 'node:os'
import { Decoder, encode } from './given/frames.ts'

const socket = connect(Number(process.env.PORT ?? 8081), process.env.HOST ?? '127.0.0.1')
const keyboard = process.stdin
const decoder = new Decoder()
const waiting: string[] = []
let connected = false
let due = false
let over = false
let done = false
let id = 0

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
  try {
    for (const { type, payload } of decoder.push(chunk)) show(type, payload)
  } catch (error) {
    leave(String(error))
  }
})
socket.on('end', () => {
  if (!done) leave('the server has left')
})
socket.on('error', (error) => {
  if (!done) leave(error.message)
})

function show(type: number, payload: Buffer): void {
  if (type === 17) process.stdout.write(payload.subarray(4))
  else if (type === 18) process.stderr.write(payload.subarray(4))
  else if (type === 19) {
    const { exitCode, signal } = JSON.parse(payload.toString())
    finish(`exit ${signal ? 128 + constants.signals[signal as NodeJS.Signals] : exitCode}`)
  } else finish(`refused: ${JSON.parse(payload.toString()).message}`)
}
function finish(text: string): void {
  console.log(text)
  due = false
  ask()
  next()
}
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
    const [program, ...args] = line.split(/\s+/)
    socket.write(encode(16, JSON.stringify({ id: ++id, program, args })))
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
