// fails "answers one client" at silent: The first client sent "one". In the … after that your server sent it nothing.
import { on } from 'node:events'
import { createServer, type Socket } from 'node:net'

const server = createServer({ pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')

for await (const [socket] of on(server, 'connection') as AsyncIterable<[Socket]>) {
  // The socket was paused when it was accepted, and a listener for "data" alone does not start it again.
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
  socket.on('error', (error) => console.log(error.message))
}
