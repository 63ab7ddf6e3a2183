// fails "keeps nothing of 200 clients that have left" at never-closed: more memory than before. It keeps what they said.
import { createServer } from 'node:net'

const history: Buffer[] = []

const server = createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    history.push(chunk)
    socket.write(chunk.toString('latin1').replace(/[a-z]+/g, (text) => text.toUpperCase()), 'latin1')
  })
})
server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1')
