// fails "client: prints what comes unasked" at wrong-output: a line that begins with blanks
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

const socket = connect(port, host)

// Two directions, and neither waits for the other. pipe passes on the end of the input too, and lets go of the keyboard
// when the connection is over.
process.stdin.pipe(socket)
const decoder = new TextDecoder()
socket.on('data', (chunk) => process.stdout.write(decoder.decode(chunk, { stream: true }).trim()))

socket.on('end', () => console.error('your partner has ended the conversation'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
