// fails "client: waits for an answer that comes late, and prints it" at wrong-output: Your client printed
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

const socket = connect(port, host)
socket.on('connect', () => socket.write(text))
// The answer may come in pieces, and a piece may end in the middle of a character: bytes are printed as they come.
socket.on('data', (chunk) => process.stdout.write(chunk))
// A server that has not answered by now will not answer at all.
socket.setTimeout(3_000, () => socket.destroy())
socket.on('end', () => process.stdout.write('\n'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
