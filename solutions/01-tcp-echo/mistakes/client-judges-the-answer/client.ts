// fails "client: exits 0 when the server has ended the connection" at wrong-exit: Your client ended with exit code 1, where exit code 0 was due after the server had ended the connection
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

const socket = connect(port, host)
socket.on('connect', () => socket.write(text))
socket.on('data', (chunk) => { process.stdout.write(chunk); answer += chunk.toString('latin1') })
let answer = ''
socket.on('end', () => { process.stdout.write('\n'); if (answer.length !== Buffer.byteLength(text)) process.exitCode = 1 })
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
