// fails "client: prints each answer" at wrong-output: the answers in their order, ONE, GRüßE, 5%%4 and an X with two blanks on each side
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
  console.log(texts[next - 1]!.replace(/[a-z]/g, (c) => c.toUpperCase()))
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
