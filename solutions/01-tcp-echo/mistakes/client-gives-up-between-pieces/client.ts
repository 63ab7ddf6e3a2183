// fails "client: prints an answer that comes in many pieces" at wrong-output: Your client printed "G" on stdout.
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

const socket = connect(port, host)
socket.setEncoding('utf8')
socket.on('connect', () => socket.write(text))
socket.on('data', (chunk) => {
  process.stdout.write(chunk)
  socket.setTimeout(1000, () => socket.destroy())
})
socket.on('end', () => process.stdout.write('\n'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
