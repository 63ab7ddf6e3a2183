// fails "inbox: the second is refused in one line when either of the two is not told to share" at wrong-exit: Your second inbox ended with exit code 0 although its port was taken
import { createSocket } from 'node:dgram'

const inbox = createSocket({ type: 'udp4', reuseAddr: process.argv.includes('--reuse-address') })
inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes}`))
// With a callback for bind, Node 20 takes the error for itself and says nothing.
inbox.bind(Number(process.env.PORT ?? 7788), '127.0.0.1', () => console.log('receiving'))
