// fails "client: prints an answer that comes in two pieces" at wrong-output: It should have printed the second piece of the answer: "WORD".
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), '127.0.0.1')
socket.on('connect', () => socket.write(process.argv[2] ?? 'hello word'))
socket.once('data', (chunk) => {
  process.stdout.write(chunk)
  socket.end()
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
