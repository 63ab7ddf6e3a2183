// fails "listens on 127.0.0.1 and nowhere else" at exited-early: Your server ended with an error before it was listening: TypeError
import { createServer } from 'node:net'

const settings: { listen?: { port: number } } = {}
const server = createServer()
server.listen(settings.listen!.port, '127.0.0.1')
