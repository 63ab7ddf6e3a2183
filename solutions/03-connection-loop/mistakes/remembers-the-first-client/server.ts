// fails "serves 20 clients one after another, each with its own answers" at wrong-bytes: Your server sent "HELLO FROM 1" where the answer to "goodbye from 1", "GOODBYE FROM 1", was due.
import { createServer } from 'node:net'

const answers = new Map<string, string>()

const server = createServer((socket) => {
  // A cache whose key is the client's address alone: here every client comes from 127.0.0.1.
  const key = String(socket.remoteAddress)
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    const text = chunk.toString()
    if (text.startsWith('hello') && !answers.has(key)) answers.set(key, text.toUpperCase())
    socket.write(answers.get(key) ?? text.toUpperCase())
  })
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
