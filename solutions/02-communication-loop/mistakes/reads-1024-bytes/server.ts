// fails "sends back 1 MiB whole" at wrong-bytes: where the answer
import { createServer } from 'node:net'

const bufferSize = 1024

const server = createServer({ allowHalfOpen: true }, (socket) => {
  server.close()
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    const request = chunk.subarray(0, bufferSize)
    socket.write(request.toString('latin1').replace(/[a-z]/g, (letter) => letter.toUpperCase()), 'latin1')
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
