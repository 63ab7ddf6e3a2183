// fails "listens on 127.0.0.1 and nowhere else" at listening-elsewhere: Your server listens on 127.0.0.1:…, and not on 127.0.0.1:…
import { createServer } from 'node:net'

// PORT is read and then something is added to it: whoever was told the port finds nobody there.
const server = createServer((socket) => socket.once('data', (chunk) => socket.end(chunk.toString().toUpperCase())))
server.listen(Number(process.env.PORT ?? 9909) + 12_345, '127.0.0.1')
