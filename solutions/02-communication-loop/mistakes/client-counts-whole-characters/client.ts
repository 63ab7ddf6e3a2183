// fails "client: sends each text only after the answer to the one before" at extra-bytes: Your client sent 1 byte more than was due: "f".
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const texts = process.argv.slice(2)

const socket = connect(port, host)
let answer = ''
socket.setEncoding('utf8')
let current = texts.shift()
let done = false

socket.on('connect', next)
socket.on('data', (chunk) => {
  answer += chunk
  if (current === undefined || answer.length < current.length) return
  console.log(answer)
  answer = ''
  current = texts.shift()
  next()
})
socket.on('end', () => {
  if (!done) fail('the server left before it had answered')
})
socket.on('error', (error) => fail(error.message))

function next(): void {
  if (current !== undefined) socket.write(current)
  else {
    done = true
    socket.end()
  }
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
