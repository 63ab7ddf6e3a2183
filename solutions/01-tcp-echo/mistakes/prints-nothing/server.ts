// fails "prints what it received" at wrong-output: It should have printed what its client had sent: "good morning, grüße".
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.once('data', (chunk) => {
    socket.end(chunk.toString('latin1').replace(/[a-z]/g, (letter) => letter.toUpperCase()), 'latin1')
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
