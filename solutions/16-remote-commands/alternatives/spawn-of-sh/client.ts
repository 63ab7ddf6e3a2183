// A listener for each thing that can happen, and a list of the lines whose turn has not come. Nothing waits.
// Choose it where more than two things can happen at any time: each of them is one more listener.
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const socket = connect(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1')
const keyboard = createInterface({ input: process.stdin })

const waiting: string[] = []
let isReady = false
let isOver = false

socket.on('connect', beReady)
socket.on('data', (bytes) => {
  process.stdout.write(bytes)
  if (!isReady) beReady()
})
socket.on('end', () => leave('the server has gone'))
socket.on('error', (error) => leave(error.message))

keyboard.on('line', (line) => {
  waiting.push(line.trim())
  goOn()
})
keyboard.on('close', () => {
  waiting.push('q')
  goOn()
})

function beReady(): void {
  isReady = true
  ask()
  goOn()
}

function goOn(): void {
  while (isReady && !isOver) {
    const command = waiting.shift()
    if (command === undefined) return
    if (command === 'q') {
      isOver = true
      socket.end()
      keyboard.close()
    } else if (command === '') ask()
    else {
      isReady = false
      socket.write(command)
    }
  }
}

function ask(): void {
  if (process.stdin.isTTY) process.stdout.write('>>>: ')
}

function leave(why: string): void {
  if (isOver) return
  isOver = true
  console.error(why)
  process.exitCode = 1
  socket.destroy()
  keyboard.close()
}
