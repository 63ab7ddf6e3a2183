// fails "inbox: receives where HOST says, and on port 7788 without PORT" at listening-elsewhere: Your inbox receives on
import { createSocket } from 'node:dgram'

const inbox = createSocket({ type: 'udp4', reuseAddr: process.argv.includes('--reuse-address') })
inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes}`))
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
// Without PORT this is not a number, and Node takes any free port.
inbox.bind(Number(process.env.PORT) || 0, process.env.HOST ?? '127.0.0.1')
