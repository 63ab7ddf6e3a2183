// fails "client: on a terminal it ends without a key when the partner has gone" at wrong-bytes: where the line "hello" with its line feed
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

const socket = connect(port, host)

// Two directions, and neither waits for the other. pipe passes on the end of the input too, and lets go of the keyboard
// when the connection is over.
if (process.stdin.isTTY) process.stdin.setRawMode(true)
process.stdin.pipe(socket)
socket.on('data', (chunk) => process.stdout.write(chunk))

socket.on('end', () => console.error('your partner has ended the conversation'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
