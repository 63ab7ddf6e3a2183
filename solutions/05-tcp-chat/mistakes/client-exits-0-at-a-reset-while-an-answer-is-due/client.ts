// fails "client: says so and exits 1 when the server leaves or breaks off" at wrong-exit: broken off while an answer was due
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8080)

const typed: string[] = []
let started = false
let ours = false
let over = false
let leaving = false

const socket = connect(port, host, () => {
  ours = true
  started = true
  ask()
  go()
})
socket.setEncoding('utf8')
socket.on('data', (text) => {
  if (ours || leaving) return
  console.log(text)
  ours = true
  ask()
  go()
})
socket.on('error', (error) => {
  if (leaving) return
  console.error(`the server is not there: ${error.message}`)
  process.exit(started && !ours ? 0 : 1)
})
socket.on('end', () => {
  if (leaving) return
  console.error('the server has left')
  process.exit(1)
})

const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => {
  typed.push(line)
  go()
})
keyboard.on('close', () => {
  over = true
  go()
})

function ask(): void {
  process.stdout.write('>>>: ')
}

function go(): void {
  while (ours && typed.length > 0) {
    const line = typed.shift()!.trim()
    if (line === 'q' || line === 'exit') return leave()
    if (line === '') {
      console.log('a blank line is not sent, please type something')
      ask()
      continue
    }
    ours = false
    socket.write(line)
  }
  if (ours && over) leave()
}

function leave(): void {
  leaving = true
  socket.end()
  keyboard.close()
}
