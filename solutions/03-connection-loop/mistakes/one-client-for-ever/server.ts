// fails "serves the next client after the first has left" at silent: The second client sent "two". In the … after that your server sent it nothing.
import { once, on } from 'node:events'
import { createServer, type Socket } from 'node:net'

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')

for await (const [socket] of on(server, 'connection') as AsyncIterable<[Socket]>) {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()))
  socket.resume()
  // The client has ended its side and waits for this one to end: neither of them will.
  await once(socket, 'close')
}
