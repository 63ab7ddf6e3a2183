// fails "client: prints an answer that comes in many pieces" at wrong-output: Your client printed "G" on stdout. The answer came one byte at a time
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
socket.on('connect', () => socket.write(process.argv[2] ?? 'hello word'))
socket.once('data', (chunk) => {
  process.stdout.write(chunk)
  socket.end()
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
