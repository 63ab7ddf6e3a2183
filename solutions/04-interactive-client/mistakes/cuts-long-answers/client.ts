// fails "sends what is typed and prints the answer" at wrong-output: It should have printed the whole answer to the long line
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9999)

const lines: string[] = []
let connected = false
let due = false
let inputOver = false
let saidGoodbye = false
let failed = false

const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => {
  lines.push(line.trim())
  goOn(true)
})
keyboard.on('close', () => {
  inputOver = true
  goOn(false)
})

const socket = connect(port, host)
socket.on('connect', () => {
  connected = true
  prompt()
  goOn(false)
})
socket.on('data', (chunk) => {
  if (!due) return
  due = false
  console.log(chunk.toString().slice(0, 1000))
  prompt()
  goOn(false)
})
socket.on('end', () => {
  if (!saidGoodbye) fail('the server has ended the connection')
})
socket.on('error', (error) => fail(error.message))

function goOn(typed: boolean): void {
  if (!connected || due || saidGoodbye || failed) return
  const line = lines.shift()
  if (line === undefined) {
    if (inputOver) goodbye()
    return
  }
  if (line === 'q' || line === 'exit') {
    goodbye()
  } else if (line === '') {
    if (typed) prompt()
    goOn(typed)
  } else {
    due = true
    socket.write(line)
  }
}

function goodbye(): void {
  saidGoodbye = true
  socket.end()
  setImmediate(() => keyboard.close())
}

function fail(reason: string): void {
  if (failed || saidGoodbye) return
  failed = true
  console.error(reason)
  process.exitCode = 1
  socket.destroy()
  setImmediate(() => keyboard.close())
}

function prompt(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}
