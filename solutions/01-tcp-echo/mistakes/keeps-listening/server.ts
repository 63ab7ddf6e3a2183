// fails "ends the connection first and then exits 0" at does-not-stop: Your server was still running … after it had ended the connection.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.once('data', (chunk) => {
    console.log(`received: ${chunk}`)
    socket.end(chunk.toString('latin1').replace(/[a-z]/g, (letter) => letter.toUpperCase()), 'latin1')
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
