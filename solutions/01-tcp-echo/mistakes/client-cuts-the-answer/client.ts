// fails "client: prints an answer that comes in many pieces" at wrong-output: Your client printed "GRüßE, �\n" on stdout
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)
const text = process.argv[2] ?? 'hello word'

const socket = connect(port, host)
socket.on('connect', () => socket.write(text))
let left = Buffer.byteLength(text)
socket.on('data', (chunk) => { process.stdout.write(chunk.subarray(0, left)); left = Math.max(0, left - chunk.length) })
socket.on('end', () => process.stdout.write('\n'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
