// fails "client: a server that leaves too early gives one clear line and exit code 1" at wrong-exit: Your client ended with exit code 0 although the server reset the connection in the middle of an answer.
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
  process.stdout.write(chunk)
  missing -= chunk.length
  if (missing > 0) return
  process.stdout.write('\n')
  sendNext()
})
socket.on('end', () => {
  if (missing > 0) fail('the server has left in the middle of an answer')
})
socket.on('error', (error: NodeJS.ErrnoException) => {
  // The server may leave as it likes.
  if (error.code !== 'ECONNRESET') fail(error.message)
})

function fail(reason: string): void {
  console.error(reason)
  process.exitCode = 1
}
