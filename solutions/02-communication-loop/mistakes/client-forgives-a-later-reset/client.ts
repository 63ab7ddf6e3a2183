// fails "client: a server that leaves too early gives one clear line and exit code 1" at wrong-exit: Your client ended with exit code 0 although the server reset the connection in place of the second answer
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const texts = process.argv.slice(2)

let answer = Buffer.alloc(0)
let due = 0
let over = false
let next = 0

const socket = connect(port, host)
socket.on('connect', ask)
socket.on('data', (chunk) => {
  answer = Buffer.concat([answer, chunk])
  if (answer.length < due) return
  console.log(answer.toString())
  answer = Buffer.alloc(0)
  ask()
})
socket.on('end', () => {
  if (!over) fail('the server has left too early')
})
socket.on('error', (error) => { if (next < 2) fail(error.message) })

function ask(): void {
  const text = texts[next]
  if (text === undefined) {
    over = true
    socket.end()
    return
  }
  next += 1
  due = Buffer.byteLength(text)
  socket.write(text)
}

function fail(reason: string): void {
  console.error(reason)
  process.exitCode = 1
}
