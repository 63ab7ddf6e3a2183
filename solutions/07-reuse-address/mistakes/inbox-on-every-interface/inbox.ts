// fails "inbox: receives on 127.0.0.1 and nowhere else" at listening-elsewhere: 0.0.0.0
import { createSocket } from 'node:dgram'

const inbox = createSocket({ type: 'udp4', reuseAddr: process.argv.includes('--reuse-address') })
inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes}`))
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.bind(Number(process.env.PORT ?? 7788), process.env.HOST)
