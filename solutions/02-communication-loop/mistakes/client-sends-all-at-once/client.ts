// fails "client: sends each text only after the answer to the one before" at extra-bytes: bytes more than was due: "grüßetwo
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
for (const text of process.argv.slice(2)) socket.write(text)
socket.end()
socket.on('data', (chunk) => console.log(chunk.toString()))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
