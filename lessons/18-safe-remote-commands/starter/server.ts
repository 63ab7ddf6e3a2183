import { createServer, type Socket } from 'node:net'
import { Decoder, encode } from './given/frames.ts'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 8081)

const server = createServer((socket) => {
  socket.on('error', (error) => console.log(`a client has broken off: ${error.message}`))
  void serve(socket)
})

server.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})

if (host === '127.0.0.1') {
  server.listen(port, host, () => console.log(`listening on ${host}:${port}`))
} else {
  console.error(`HOST is ${host}, and this server runs commands for programs of this machine alone`)
  process.exitCode = 1
}

/** Answers the frames of one client until it leaves. */
async function serve(socket: Socket): Promise<void> {
  const decoder = new Decoder()
  try {
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      // So far everything is refused. That is safe already, and of no use.
      for (const frame of decoder.push(chunk)) refuse(socket, `nothing of type ${frame.type} is done here`)
    }
    socket.destroy()
  } catch (error) {
    // After a length that cannot be one, nobody knows where the next frame begins.
    refuse(socket, String(error))
    socket.end()
    socket.resume()
  }
}

function refuse(socket: Socket, message: string): void {
  if (socket.writable) socket.write(encode(255, JSON.stringify({ message })))
}
