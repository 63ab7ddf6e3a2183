// fails "listens on 127.0.0.1 and nowhere else" at not-listening: it was not listening on any port.
import { createServer } from 'node:net'

const server = createServer((socket) => socket.once('data', (chunk) => socket.end(chunk.toString().toUpperCase())))
console.log('listening on 127.0.0.1:9909')
// The port is opened only when somebody presses Enter.
process.stdin.once('data', () => server.listen(Number(process.env.PORT ?? 9909), '127.0.0.1'))
