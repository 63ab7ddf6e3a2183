// fails "client: prints each answer" at wrong-output: It should have printed the answers in their order: "ONE".
import { connect } from 'node:net'

const texts = process.argv.slice(2)
const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
let answer = ''
const sendNext = () => {
  const text = texts.shift()
  if (text === undefined) socket.end()
  else socket.write(text)
}
socket.on('connect', sendNext)
socket.on('data', (chunk) => {
  answer = chunk.toString()
  sendNext()
})
socket.on('end', () => console.log(answer))
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
