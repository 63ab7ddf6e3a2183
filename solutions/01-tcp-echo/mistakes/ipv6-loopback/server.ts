// fails "listens on 127.0.0.1 and nowhere else" at listening-elsewhere: Your server listens on [::1]:…, and not on 127.0.0.1:…
import { createServer } from 'node:net'

const server = createServer((socket) => socket.once('data', (chunk) => socket.end(chunk.toString().toUpperCase())))
server.listen(Number(process.env.PORT ?? 9909), '::1')
