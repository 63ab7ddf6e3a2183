// fails "inbox: prints IP:PORT TEXT for each datagram" at wrong-output: It should have printed sender and text
import { createSocket } from 'node:dgram'

const inbox = createSocket({ type: 'udp4', reuseAddr: process.argv.includes('--reuse-address') })
inbox.on('message', (bytes) => console.log(bytes.toString()))
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.bind(Number(process.env.PORT ?? 7788), process.env.HOST ?? '127.0.0.1')
