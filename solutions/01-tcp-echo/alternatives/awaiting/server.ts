// Awaits each event in its place, so that the conversation
// reads from top to bottom: listen, accept, receive, send,
// close. Choose it where one thing follows another.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

const server = createServer({ pauseOnConnect: true })

try {
  server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')
  await once(server, 'listening')
  console.log('waiting for a client')

  const [socket] = (await once(server, 'connection')) as [Socket]
  server.close()
  socket.resume()

  const [request] = (await once(socket, 'data')) as [Buffer]
  console.log(request.toString())
  const answer = request.toString('latin1').replace(/[a-z]/g, (letter) => letter.toUpperCase())
  socket.end(answer, 'latin1')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
