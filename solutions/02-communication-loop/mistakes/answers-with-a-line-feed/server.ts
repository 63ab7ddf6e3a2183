// fails "answers three messages on one connection" at extra-bytes: Your server sent 1 byte more than was due: "\n".
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(`${chunk.toString().toUpperCase()}\n`))
  socket.on('end', () => console.log('left'))
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
