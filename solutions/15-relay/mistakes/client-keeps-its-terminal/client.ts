// fails "client: on a terminal it ends without a key when the partner has gone" at does-not-stop: was still running
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

const socket = connect({ port, host, allowHalfOpen: true })
const keyboard = createInterface({ input: process.stdin })

keyboard.on('line', (line) => {
  socket.write(`${line}\n`)
})
keyboard.on('close', () => socket.end())

socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('end', () => {
  console.log('your partner has gone')
  if (!process.stdin.isTTY) keyboard.close()
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
  if (!process.stdin.isTTY) keyboard.close()
})
