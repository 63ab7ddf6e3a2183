// fails "answers "hello word" with "HELLO WORD", not a byte more" at silent: In the … after that your server sent it nothing.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  let text = ''
  socket.on('data', (chunk) => (text += chunk))
  // Nothing can arrive while this loop runs: events are handled between pieces of code, never inside one.
  setImmediate(() => {
    while (text === '');
    socket.end(text.toUpperCase())
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
