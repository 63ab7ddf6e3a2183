// fails "client: prints an answer that comes in many pieces" at wrong-output: The answer came one byte at a time
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

const socket = connect(port, host)
socket.on('connect', () => socket.write(text))
// The answer may come in pieces, and a piece may end in the middle of a character: bytes are printed as they come.
const pieces: Buffer[] = []
socket.on('data', (chunk) => pieces.push(chunk))
socket.on('end', () => console.log(Buffer.concat(pieces).toString(), '<-- the answer'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
