// fails "receives on 127.0.0.1 and nowhere else" at listening-elsewhere: Your server receives on 0.0.0.0:
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message, sender) => socket.send(message.toString().toUpperCase(), sender.port, sender.address))
// Without an address it is every interface of the machine.
socket.bind(Number(process.env.PORT ?? 9900))
