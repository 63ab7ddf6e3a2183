// fails "client: sends exactly its TEXT" at wrong-bytes: Your client sent "hello word" where its text, "grüße, 世界", was due.
import { connect } from 'node:net'

const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
socket.on('connect', () => socket.write('hello word'))
socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
