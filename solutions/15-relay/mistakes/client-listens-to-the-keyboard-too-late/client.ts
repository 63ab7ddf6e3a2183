// fails "client: end of input is a half-close" at silent: sent nothing
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9000)

const socket = connect({ port, host, allowHalfOpen: true })
const keyboard = createInterface({ input: process.stdin })

socket.on('connect', () => {
  setTimeout(listen, 20)
})

function listen(): void {
  keyboard.on('line', (line) => socket.write(`${line}\n`))
  keyboard.on('close', () => socket.end())
}

socket.on('data', (chunk) => process.stdout.write(chunk))
socket.on('end', () => {
  console.log('your partner has gone')
  keyboard.close()
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
  keyboard.close()
})
