// fails "client: connects where HOST says, and to port 9909 without PORT" at exited-early: Your client ended with exit code 1 without connecting to …. In its environment PORT was … and HOST was
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = process.env.HOST ? 9909 : Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

const socket = connect(port, host)
socket.on('connect', () => socket.write(text))
socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('end', () => process.stdout.write('\n'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
