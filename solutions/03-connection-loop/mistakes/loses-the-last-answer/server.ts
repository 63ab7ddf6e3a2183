// fails "answers all that a client has said before it ended its side" at closed-early: Your server ended the connection (FIN) before it had sent anything of the answer
import { setTimeout } from 'node:timers/promises'
import { on, once } from 'node:events'
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ pauseOnConnect: true })
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

try {
  for await (const [socket] of on(server, 'connection')) await serve(socket)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function serve(socket: Socket): Promise<void> {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', async (chunk) => {
    // Whatever it looks up first takes a while.
    await setTimeout(10)
    if (!socket.destroyed) socket.write(chunk.toString().toUpperCase())
  })
  // Gone is gone: what it had asked for is not sent any more.
  socket.on('end', () => socket.destroy())
  socket.resume()
  if (!socket.destroyed) await once(socket, 'close').catch(() => {})
}
