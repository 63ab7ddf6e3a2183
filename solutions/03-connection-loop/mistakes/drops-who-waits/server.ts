// fails "lets those who come meanwhile wait for their turn" at closed-early: Your server ended the connection of the second client
import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
})
// One client at a time: whoever comes as the second is sent away.
server.maxConnections = 1
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1', () => console.log('ready'))
