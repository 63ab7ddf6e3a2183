// fails "client: sends exactly its TEXT" at wrong-bytes: Your client sent "hello word" where its text, "-v", was due.
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv.slice(2).find((a) => !a.startsWith('-')) ?? 'hello word'

const socket = connect(port, host)
socket.setEncoding('utf8')
socket.on('connect', () => socket.write(text))
socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('end', () => process.stdout.write('\n'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
