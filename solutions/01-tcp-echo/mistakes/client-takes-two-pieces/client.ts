// fails "client: prints an answer that comes in many pieces" at wrong-output: Your client printed "GR" on stdout.
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

const socket = connect(port, host)
socket.on('connect', () => socket.write(text))
// An answer comes in two pieces at most.
socket.once('data', (first) => {
  process.stdout.write(first)
  socket.once('data', (second) => {
    process.stdout.write(second)
    socket.destroy()
  })
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
