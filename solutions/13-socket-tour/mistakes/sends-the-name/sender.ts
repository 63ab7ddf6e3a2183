// fails "sender: sends a file byte for byte, then FIN" at wrong-bytes: where the file
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
socket.end(process.argv[2] ?? '')
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
