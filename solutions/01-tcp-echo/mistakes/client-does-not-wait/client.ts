// fails "client: waits for an answer that comes late, and prints it" at wrong-output: Your client printed nothing on stdout, and ended with exit code 0.
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
socket.on('connect', () => {
  socket.write(process.argv[2] ?? 'hello word')
  // Long enough, it worked on my machine.
  setTimeout(() => socket.destroy(), 200)
})
socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
