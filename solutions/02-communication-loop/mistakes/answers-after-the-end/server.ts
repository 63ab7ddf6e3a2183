// fails "still answers a client that has ended its own side" at closed-early: Your server ended the connection (FIN) before it had sent anything of the answer
import { createServer } from 'node:net'

// Without allowHalfOpen the connection is ended for this program when the client ends, and the answer comes too late.
const server = createServer((socket) => {
  server.close()
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    const answer = chunk.toString('latin1').replace(/[a-z]/g, (letter) => letter.toUpperCase())
    // Late enough that the end of a client in a hurry is there first, on a busy machine too.
    setTimeout(() => socket.write(answer, 'latin1'), 500)
  })
  socket.on('end', () => console.log('left'))
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
