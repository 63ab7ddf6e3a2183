// fails "lets those who come meanwhile wait for their turn" at refused: The connection of the second client was refused by the system
import { createServer } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer((socket) => {
  // Nobody else while this one is here: the port is closed, and opened again when it has left.
  server.close()
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
  socket.on('close', () => server.listen(port, host))
})
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
