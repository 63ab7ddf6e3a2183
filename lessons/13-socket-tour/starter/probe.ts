import { connect } from 'node:net'

// npx tsx work/13-socket-tour/probe.ts HOST PORT [--timeout MS]
const [host = '127.0.0.1', port] = process.argv.slice(2)

const socket = connect({ host, port: Number(port) })
console.log('not yet')

socket.on('connect', () => {
  // What do you know now, and what is the exit code?
  socket.destroy()
})
socket.on('error', (error) => {
  // There is more than one way to fail.
  console.log(error.message)
})
