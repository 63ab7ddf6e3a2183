// fails "nobody listening gives one clear line and exit code 1" at does-not-stop: Your client was still running
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const socket = connect(Number(process.env.PORT ?? 9999), process.env.HOST ?? '127.0.0.1')
const keyboard = createInterface({ input: process.stdin, output: process.stdout, prompt: '>>>: ' })
const waiting: string[] = []
let isBusy = false
let isOver = false
let isLeaving = false

const next = () => {
  if (isBusy || isLeaving) return
  const text = waiting.shift()?.trim()
  if (text === 'exit' || text === 'q' || (text === undefined && isOver)) {
    isLeaving = true
    socket.off('end', leave)
    socket.end()
    keyboard.close()
  } else if (text) {
    isBusy = true
    socket.write(text)
  } else {
    keyboard.prompt()
    if (text === '') next()
  }
}
const leave = () => {
  console.error('the server has left')
  process.exit(1)
}
keyboard.on('line', (line) => {
  waiting.push(line)
  next()
})
keyboard.on('close', () => {
  isOver = true
  next()
})
socket.on('connect', next)
socket.on('data', (answer) => {
  console.log(answer.toString())
  isBusy = false
  next()
})
socket.on('end', leave)
socket.once('connect', () => socket.once('close', () => isLeaving || leave()))
// The message is right. But stdin keeps a program alive that never was connected.
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
