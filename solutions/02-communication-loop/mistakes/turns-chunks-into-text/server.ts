// fails "keeps a character whole that is cut between two chunks" at wrong-bytes: Your server sent "GR
import { createServer } from 'node:net'

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(chunk.toString().replace(/[a-z]/g, (letter) => letter.toUpperCase())))
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
