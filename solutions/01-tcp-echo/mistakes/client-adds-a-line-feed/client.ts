// fails "client: sends exactly its TEXT" at extra-bytes: Your client sent 1 byte more than was due: "\n".
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
socket.on('connect', () => socket.write(`${process.argv[2] ?? 'hello word'}\n`))
socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
