// fails "client: waits for an answer that comes late, and prints it" at wrong-output: Your client printed "HELLO WORD\n" on stdout
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

const socket = connect(port, host)
socket.setEncoding('utf8')
socket.on('connect', () => socket.write(text))
let answer = ''
socket.on('data', (chunk) => (answer += chunk))
socket.on('end', () => console.log(answer.trim()))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
