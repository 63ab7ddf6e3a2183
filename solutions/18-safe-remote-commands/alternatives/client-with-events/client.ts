// Lines wait in a list, and two things start the next one: a line that is typed, and the end of an answer. There is no
// loop and no promise. Choose it where several things may ask for the next step.
import { connect } from 'node:net'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'
import { Decoder, encode } from './given/frames.ts'

const socket = connect(Number(process.env.PORT ?? 8081), process.env.HOST ?? '127.0.0.1')
const keyboard = createInterface({
  input: process.stdin,
  output: process.stdout,
  prompt: '>>>: ',
  terminal: false,
})
const decoder = new Decoder()
const lines: string[] = []
let nextId = 0
let isBusy = true
let isOver = false

keyboard.on('line', (line) => {
  lines.push(line.trim())
  goOn()
})
keyboard.on('close', () => {
  isOver = true
  goOn()
})

socket.on('connect', () => finish())
socket.on('data', (chunk) => {
  for (const { type, payload } of decoder.push(chunk)) {
    const rest = payload.subarray(4)
    if (type === 17) process.stdout.write(rest)
    if (type === 18) process.stderr.write(rest)
    if (type === 19) finish(describeEnd(JSON.parse(payload.toString())))
    if (type === 255) finish(`not done: ${JSON.parse(payload.toString()).message}`)
  }
})
socket.on('end', () => leave('the server has gone'))
socket.on('error', (error) => leave(error.message))

function describeEnd(end: { exitCode: number | null; signal: NodeJS.Signals | null }): string {
  return `exit ${end.exitCode ?? 128 + constants.signals[end.signal ?? 'SIGKILL']}`
}

/** The answer is there, or the connection is. */
function finish(words?: string): void {
  if (words !== undefined) console.log(words)
  isBusy = false
  if (process.stdin.isTTY) keyboard.prompt()
  goOn()
}

function goOn(): void {
  if (isBusy) return
  const line = lines.shift()
  if (line === 'q' || (line === undefined && isOver)) {
    isBusy = true
    socket.removeAllListeners('end').end()
    keyboard.close()
    return
  }
  if (line === undefined) return
  if (line === '') return finish()
  const [program, ...args] = line.split(/ +/)
  isBusy = true
  socket.write(encode(16, JSON.stringify({ id: nextId++, program, args })))
}

function leave(why: string): void {
  console.error(why)
  process.exitCode = 1
  isBusy = true
  keyboard.close()
  socket.destroy()
}
