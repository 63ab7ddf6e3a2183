// fails "SIGTERM: ends every connection with FIN and exits 0" at never-closed: Your server did not end the connection after SIGTERM.
import { on, once } from 'node:events'
import { createServer, type Socket } from 'node:net'

let current: Socket | undefined
const server = createServer({ pauseOnConnect: true })
server.listen(Number(process.env.PORT ?? 9909), process.env.HOST ?? '127.0.0.1')

// Only the client in conversation is told. The one that waits for its turn hears nothing.
function stop(): void {
  server.close()
  current?.end()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

try {
  for await (const [socket] of on(server, 'connection', { close: ['close'] }) as AsyncIterable<[Socket]>) {
    current = socket
    socket.on('error', () => {})
    socket.on('data', (chunk) => socket.write(chunk.toString('latin1').replace(/[a-z]+/g, (text) => text.toUpperCase()), 'latin1'))
    socket.resume()
    await once(socket, 'close')
  }
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
