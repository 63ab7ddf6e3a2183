// fails "client: connects where HOST says, and to port 9909 without PORT" at exited-early: Your client ended with exit code 1 without connecting to
import { connect } from 'node:net'

const socket = connect(9909, process.env.HOST ?? '127.0.0.1')
socket.on('connect', () => socket.write(process.argv[2] ?? 'hello word'))
socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
