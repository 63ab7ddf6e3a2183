// fails "client: prints each answer" at wrong-output: the answers in their order, ONE, GRüßE, 5%%4 and an X with two blanks on each side
import { createConnection } from 'node:net'

const [, , ...texts] = process.argv
const socket = createConnection({ port: Number(process.env.PORT ?? 9909), host: process.env.HOST ?? '127.0.0.1' }, sendNext)
let missing = 0

function sendNext(): void {
  const text = texts.shift()
  if (text === undefined) return void socket.end()
  missing = Buffer.byteLength(text)
  socket.write(text)
}

socket.on('data', (chunk) => {
  process.stdout.write(chunk.toString())
  missing -= chunk.length
  if (missing > 0) return
  process.stdout.write('\n')
  sendNext()
})
socket.on('end', () => {
  if (missing > 0) fail('the server has left in the middle of an answer')
})
socket.on('error', ({ message }) => fail(message))

function fail(reason: string): void {
  console.error(reason)
  process.exitCode = 1
}
