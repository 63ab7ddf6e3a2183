// fails "client: says goodbye with an end (FIN) after the last answer, and exits 0" at wrong-goodbye: Your client broke the connection off with a reset (RST) after the last answer
import { connect } from 'node:net'

const texts = process.argv.slice(2)
const socket = connect(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
const sendNext = () => {
  const text = texts.shift()
  if (text === undefined) socket.resetAndDestroy()
  else socket.write(text)
}
socket.on('connect', sendNext)
socket.on('data', (chunk) => {
  console.log(chunk.toString())
  sendNext()
})
socket.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
