// fails "lets those who come meanwhile wait for their turn" at silent: The second client sent "two". In the … after that your server sent it nothing.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9909)

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true })
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
server.listen(port, host, () => console.log(`listening on ${host}:${port}`))

for (;;) {
  // Looks like accept. But who connects while nobody waits for the event is heard by nobody.
  const [socket] = await once(server, 'connection')
  await serve(socket)
}

async function serve(socket: Socket): Promise<void> {
  socket.on('error', (error) => console.log(error.message))
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      await new Promise((resolve) => socket.write(chunk.toString().toUpperCase(), resolve))
    }
    socket.end()
  } catch {
    console.log('next')
  }
}
