// fails "answers one client while it computes for another" at blocks-others: One client's work held up the other client.
import { createServer } from 'node:net'
import { answer } from './given/work.ts'

// Every client has its own listeners, so all are served at once. They share one event loop.
const server = createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    try {
      socket.write(answer(chunk.toString()))
    } catch {
      socket.destroy()
    }
  })
})
server.listen(Number(process.env.PORT ?? 8889), '127.0.0.1')
