// fails "answers three messages on one connection" at wrong-bytes: Your server sent "ONETWO" where the answer to "two", "TWO", was due.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  let text = ''
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write((text += chunk).toUpperCase()))
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
