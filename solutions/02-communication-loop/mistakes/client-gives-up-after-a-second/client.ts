// fails "client: sends each text only after the answer to the one before" at closed-early: Your client ended the connection
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const texts = process.argv.slice(2)

const socket = connect(port, host)
let waiting: Buffer[] = []
let due = 0
let over = false

socket.on('connect', next)
socket.setTimeout(1000, () => socket.destroy(new Error('no answer')))
socket.on('data', (chunk) => {
  waiting.push(chunk)
  due -= chunk.length
  if (due > 0) return
  console.log(Buffer.concat(waiting).toString())
  next()
})
socket.on('end', () => {
  if (!over) fail('the server has left before the answer was whole')
})
socket.on('error', (error) => fail(error.message))

function next() {
  const text = texts.shift()
  if (text === undefined) {
    over = true
    socket.end()
    return
  }
  waiting = []
  due = Buffer.byteLength(text)
  socket.write(text)
}

function fail(message: string) {
  console.error(message)
  process.exitCode = 1
}
