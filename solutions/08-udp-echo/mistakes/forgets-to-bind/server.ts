// fails "receives on 127.0.0.1 and nowhere else" at exited-early: Your server ended with exit code 0 before it was listening
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message, sender) => socket.send(message.toString().toUpperCase(), sender.port, sender.address))
console.log('receiving on 127.0.0.1:9900')
