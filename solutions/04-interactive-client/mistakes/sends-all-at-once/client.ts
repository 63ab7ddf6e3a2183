// fails "keeps lines that come faster than their answers, and sends each after the answer to the one before" at extra-bytes: "two
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const socket = connect(Number(process.env.PORT ?? 9999), process.env.HOST ?? '127.0.0.1')
const keyboard = createInterface({ input: process.stdin, output: process.stdout, prompt: '>>>: ' })
let isLeaving = false
keyboard.prompt()
keyboard.on('line', (line) => {
  const text = line.trim()
  if (text === 'exit' || text === 'q') return keyboard.close()
  if (text === '') return keyboard.prompt()
  socket.write(text)
})
keyboard.on('close', () => {
  isLeaving = true
  socket.end()
})
socket.on('data', (answer) => {
  console.log(answer.toString())
  keyboard.prompt()
})
const complain = (message: string) => {
  if (isLeaving) return
  console.error(message)
  process.exit(1)
}
socket.on('end', () => complain('the server has gone'))
socket.on('error', (error) => complain(error.message))
