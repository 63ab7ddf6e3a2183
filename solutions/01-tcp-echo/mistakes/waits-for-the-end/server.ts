// fails "answers "hello word" with "HELLO WORD", not a byte more" at silent: All of it has reached the program, which is still running.
import { createServer } from 'node:net'

// It collects until the client ends, and the client waits for the answer before it ends.
const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  let text = ''
  socket.on('data', (chunk) => (text += chunk))
  socket.on('end', () => socket.end(text.toUpperCase()))
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
