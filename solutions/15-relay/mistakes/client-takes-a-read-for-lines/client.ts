// fails "client: sends each line as it was typed, with its line feed" at wrong-bytes: a line of 200,000 bytes
import { connect } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

const socket = connect(port, host)

// Two directions, and neither waits for the other.
process.stdin.setEncoding('utf8')
process.stdin.on('data', (text: string) => {
  for (const line of text.replace(/\n$/, '').split('\n')) socket.write(`${line}\n`)
})
process.stdin.on('end', () => socket.end())
socket.on('close', () => process.stdin.destroy())
socket.on('data', (chunk) => process.stdout.write(chunk))

socket.on('end', () => process.stdin.destroy())
socket.on('end', () => console.error('your partner has ended the conversation'))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
