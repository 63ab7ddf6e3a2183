// fails "inbox: two of them share one port when both are told to" at exited-early: both with --reuse-address, and the second one ended
import { createSocket } from 'node:dgram'

// reusePort is another option, and Node 20 ignores it without a word.
const inbox = createSocket({ type: 'udp4', reusePort: process.argv.includes('--reuse-address') } as { type: 'udp4' })
inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes}`))
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.bind(Number(process.env.PORT ?? 7788), '127.0.0.1')
