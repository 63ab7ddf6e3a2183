import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const file = process.argv[2] ?? ''

const socket = connect(port, host)
socket.on('connect', () => {
  // The name of the file is not what is in it.
  socket.write(file)
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
