// fails "inbox: two of them share one port when both are told to" at exited-early: both with --reuse-address, and the second one ended
import { createSocket } from 'node:dgram'

const inbox = createSocket({ type: 'udp4' })
inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes}`))
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
// Not exclusive: but that is about the workers of one cluster, and no option of the socket.
const exclusive = !process.argv.includes('--reuse-address')
inbox.bind({ port: Number(process.env.PORT ?? 7788), address: process.env.HOST ?? '127.0.0.1', exclusive })
