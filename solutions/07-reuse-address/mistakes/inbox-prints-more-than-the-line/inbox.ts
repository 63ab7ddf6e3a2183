// fails "inbox: prints IP:PORT TEXT for each datagram" at wrong-output: on a line of its own
import { createSocket } from 'node:dgram'

const inbox = createSocket({ type: 'udp4', reuseAddr: process.argv.includes('--reuse-address') })
inbox.on('message', (bytes, sender) => console.log(`from ${sender.address}:${sender.port} ${bytes} (${bytes.length} bytes)`))
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.bind(Number(process.env.PORT ?? 7788), process.env.HOST ?? '127.0.0.1')
