// fails "answers "hello word" with "HELLO WORD", not a byte more" at silent: Your server answered from port
import { createSocket } from 'node:dgram'

const receiver = createSocket('udp4')
const sender = createSocket('udp4')
receiver.on('message', (message, client) => {
  // It has a port of its own. To the client this is a stranger.
  sender.send(message.toString().toUpperCase(), client.port, client.address)
})
receiver.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
