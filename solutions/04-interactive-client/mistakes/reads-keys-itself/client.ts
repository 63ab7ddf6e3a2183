// fails "on a terminal: Ctrl-D ends with an end (FIN) and exit code 0" at never-closed: Your client did not end the connection after Ctrl-D
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9999), process.env.HOST ?? '127.0.0.1')
const { stdin, stdout } = process
const waiting: string[] = []
let typed = ''
let isBusy = true
let isOver = false
let isLeaving = false

// Raw mode: each key comes at once and means nothing special any more, Ctrl-C and Ctrl-D included.
if (stdin.isTTY) stdin.setRawMode(true)
stdin.setEncoding('utf8')
stdin.on('data', (text) => {
  for (const key of String(text)) {
    if (key === '\r' || key === '\n') {
      if (stdin.isTTY) stdout.write('\r\n')
      waiting.push(typed.trim())
      typed = ''
    } else if (stdin.isTTY && key === '\x7f') {
      typed = typed.slice(0, -1)
      stdout.write('\b \b')
    } else {
      typed += key
      if (stdin.isTTY) stdout.write(key)
    }
  }
  next()
})
stdin.on('end', () => {
  if (typed !== '') waiting.push(typed.trim())
  isOver = true
  next()
})
socket.on('connect', ready)
socket.on('data', (answer) => {
  stdout.write(`${answer}\r\n`)
  ready()
})
socket.on('end', () => complain('the server has gone'))
socket.on('error', (error) => complain(error.message))

function ready(): void {
  isBusy = false
  stdout.write('>>>: ')
  next()
}

function next(): void {
  if (isBusy || isLeaving) return
  const text = waiting.shift()
  if (text === 'exit' || text === 'q' || (text === undefined && isOver)) {
    isLeaving = true
    socket.end()
    stdin.pause()
  } else if (text === '') {
    ready()
  } else if (text !== undefined) {
    isBusy = true
    socket.write(text)
  }
}

function complain(message: string): void {
  if (isLeaving) return
  console.error(message)
  process.exit(1)
}
