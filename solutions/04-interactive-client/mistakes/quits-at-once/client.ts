// fails "the goodbye waits for its turn: what was typed before it is answered first" at closed-early: Your client ended the connection while the answer to "one" was due.
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const socket = connect({ port: Number(process.env.PORT ?? 9999), host: process.env.HOST ?? '127.0.0.1' })
const keyboard = createInterface({ input: process.stdin, output: process.stdout, prompt: '>>>: ' })
const waiting: string[] = []
let isAnswerDue = true
let isInputOver = false
let isLeaving = false

socket.once('connect', () => {
  isAnswerDue = false
  keyboard.prompt()
  goOn()
})
keyboard.on('line', (line) => {
  if (line.trim() === 'exit' || line.trim() === 'q') return leave()
  waiting.push(line.trim())
  goOn()
})
keyboard.on('close', () => {
  isInputOver = true
  goOn()
})
socket.on('data', (answer) => {
  isAnswerDue = false
  console.log(answer.toString())
  if (!isInputOver) keyboard.prompt()
  goOn()
})
socket.on('end', () => fail('The server has gone.'))
socket.on('error', (error) => fail(error.message))

function goOn(): void {
  while (!isAnswerDue && !isLeaving) {
    const text = waiting.shift()
    if (text === 'exit' || text === 'q' || (text === undefined && isInputOver)) return leave()
    if (text === undefined) return
    if (text === '') {
      if (!isInputOver) keyboard.prompt()
    } else {
      isAnswerDue = true
      socket.write(text)
    }
  }
}

function leave(): void {
  isLeaving = true
  keyboard.close()
  socket.end()
}

function fail(reason: string): void {
  if (isLeaving) return
  console.error(`\n${reason}`)
  process.exitCode = 1
  leave()
}
