// fails "answers three messages on one connection" at silent: The client sent "two". In the … after that your server sent it nothing.
import { createServer } from 'node:net'

const server = createServer((socket) => {
  server.close()
  socket.on('error', (error) => console.log(error.message))
  socket.once('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
