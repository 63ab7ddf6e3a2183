// fails "loses nothing of 8 MiB that a slow reader has asked for before it ended its side" at closed-early: Your server ended the connection (FIN) after … of the 8,388,608 bytes of the answer.
import { createServer } from 'node:net'

const server = createServer({ allowHalfOpen: true }, async (socket) => {
  server.close()
  try {
    for await (const chunk of socket) {
      socket.write(chunk.toString('latin1').replace(/[a-z]/g, (letter: string) => letter.toUpperCase()), 'latin1')
    }
    console.log('the client has left')
  } catch (error) {
    console.log(String(error))
  }
})
server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
