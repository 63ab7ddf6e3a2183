// fails "inbox: the second is refused in one line when either of the two is not told to share" at wrong-output: was taken, and it did not say so
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const reuseAddr = process.argv.includes('--reuse-address')
const inbox = createSocket({ type: 'udp4', reuseAddr })

inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes.toString()}`))
// Says who it is, and not what is wrong.
console.error('inbox')
inbox.on('error', () => (process.exitCode = 1))
inbox.bind(port, host, () => console.log(`receiving on ${host}:${port}`))
