// fails "client: end of input is a half-close" at wrong-exit: Your client ended with exit code 0
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

const socket = connect(port, host)

// Two directions, and neither waits for the other. pipe passes on the end of the input too, and lets go of the keyboard
// when the connection is over.
process.stdin.pipe(socket)
socket.on('data', (chunk) => process.stdout.write(chunk))

socket.on('end', () => console.error('your partner has ended the conversation'))
socket.on('error', (error) => {
  console.error(error.message)
  // All has been said: how the partner leaves does not matter any more.
  if (!socket.writableEnded) process.exitCode = 1
})
