// fails "still answers a client that has ended its own side" at never-closed: Your server did not end the connection after the last answer.
import { createServer } from 'node:net'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    socket.write(chunk.toString('latin1').replace(/[a-z]/g, (letter) => letter.toUpperCase()), 'latin1')
  })
  socket.on('end', () => console.log('left'))
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
