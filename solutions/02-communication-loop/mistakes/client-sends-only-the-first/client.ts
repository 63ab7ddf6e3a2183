// fails "client: sends each text only after the answer to the one before" at closed-early: Your client ended the connection (FIN) before it had sent anything of the text "grüße"
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
socket.write(process.argv[2] ?? '')
socket.on('data', (chunk) => {
  console.log(chunk.toString())
  socket.end()
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
