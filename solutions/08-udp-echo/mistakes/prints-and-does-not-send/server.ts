// fails "answers "hello word" with "HELLO WORD", not a byte more" at silent: In … your server sent it no datagram. It is still running.
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message) => console.log(message.toString().toUpperCase()))
socket.bind(Number(process.env.PORT ?? 9900), process.env.HOST ?? '127.0.0.1')
