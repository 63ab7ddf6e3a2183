// fails "client: sends each line as one datagram, an empty line too" at extra-bytes: Your client sent the datagram "hello word\n" where
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
process.stdin.on('data', (chunk) => {
  // What is read from a pipe or a terminal has its line feed.
  if (chunk.toString().trim() === 'exit') process.exit()
  socket.send(chunk, Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
})
socket.on('message', (message) => console.log(message.toString()))
