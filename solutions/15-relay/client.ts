import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

// allowHalfOpen: after the end of the input the partner may still have something to say.
const socket = connect({ port, host, allowHalfOpen: true })

// Two directions, and neither waits for the other. pipe passes on the end of the input as well: socket.end().
process.stdin.pipe(socket)
socket.on('data', (chunk) => process.stdout.write(chunk))

socket.on('end', () => leave(0, 'your partner has ended the conversation'))
socket.on('error', (error) => leave(1, error.message))

/** Nothing more can come. What is typed from now on has nobody to go to. */
function leave(exitCode: number, why: string): void {
  console.error(why)
  process.exitCode = exitCode
  process.stdin.destroy()
  socket.end()
}
