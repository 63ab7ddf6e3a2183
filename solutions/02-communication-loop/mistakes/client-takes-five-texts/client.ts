// fails "client: sends each text only after the answer to the one before" at closed-early: Your client ended the connection (FIN) before it had sent anything of the text "a"
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const texts = process.argv.slice(2, 7)

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
socket.on('error', (error) => fail(error.message))

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
