// fails "inbox: the second is refused in one line when either of the two is not told to share" at crashed: Your second inbox ended with an error that it did not handle: Error: bind EADDRINUSE
import { createSocket } from 'node:dgram'

const inbox = createSocket({ type: 'udp4', reuseAddr: process.argv.includes('--reuse-address') })
inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes}`))
inbox.bind(Number(process.env.PORT ?? 7788), process.env.HOST ?? '127.0.0.1')
