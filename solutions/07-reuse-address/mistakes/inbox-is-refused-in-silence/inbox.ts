// fails "inbox: the second is refused in one line when either of the two is not told to share" at wrong-output: and did not say why
import { createSocket } from 'node:dgram'

const inbox = createSocket({ type: 'udp4', reuseAddr: process.argv.includes('--reuse-address') })
inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes}`))
inbox.on('error', () => process.exit(1))
inbox.bind(Number(process.env.PORT ?? 7788), process.env.HOST ?? '127.0.0.1')
