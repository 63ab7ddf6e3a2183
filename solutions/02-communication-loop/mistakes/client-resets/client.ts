// fails "client: says goodbye with an end (FIN) after the last answer, and exits 0" at wrong-goodbye: Your client broke the connection off with a reset (RST) after the last answer
import { createConnection } from 'node:net'

const [, , ...texts] = process.argv
const socket = createConnection(
  { port: Number(process.env.PORT ?? 9909), host: process.env.HOST ?? '127.0.0.1' },
  sendNext,
)
let missing = 0

function sendNext(): void {
  const text = texts.shift()
  if (text === undefined) return void socket.resetAndDestroy()
  missing = Buffer.byteLength(text)
  socket.write(text)
}

socket.on('data', (chunk) => {
  process.stdout.write(chunk)
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
