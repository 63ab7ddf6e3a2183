// fails "client resets (RST): says so and exits 0, without a stack trace" at crashed: ECONNRESET
import { createServer } from 'node:net'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
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
