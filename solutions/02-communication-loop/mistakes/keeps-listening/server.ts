// fails "client ends (FIN): says so and exits 0" at does-not-stop: Your server was still running … after its client ended the connection.
import { createServer } from 'node:net'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    socket.write(chunk.toString('latin1').replace(/[a-z]/g, (letter) => letter.toUpperCase()), 'latin1')
  })
  socket.on('end', () => {
    console.log('left')
    socket.end()
  })
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
