// fails "client: sends exactly its TEXT" at wrong-bytes: Your client sent "two" where its text, "--", was due.
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
// The separator that npx and npm put before arguments is not a text.
const [text = 'hello word'] = process.argv.slice(2).filter((argument) => argument !== '--')

const socket = connect(port, host)
socket.on('connect', () => socket.write(text))
// The answer may come in pieces, and a piece may end in the middle of a character: bytes are printed as they come.
socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('end', () => process.stdout.write('\n'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
