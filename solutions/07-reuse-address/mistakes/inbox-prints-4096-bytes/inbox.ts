// fails "inbox: prints IP:PORT TEXT for each datagram" at wrong-output: It should have printed sender and text
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const reuseAddr = process.argv.includes('--reuse-address')
const inbox = createSocket({ type: 'udp4', reuseAddr })

// As large as the buffer of a classic recvfrom.
const longest = 4_096
inbox.on('message', (bytes, sender) => {
  const text = bytes.subarray(0, longest).toString()
  console.log(`${sender.address}:${sender.port} ${text}`)
})
inbox.on('error', (error: NodeJS.ErrnoException) => {
  const isTaken = error.code === 'EADDRINUSE'
  console.error(isTaken ? `port ${port} is taken, and not both of us were told to share it` : error.message)
  process.exitCode = 1
})
inbox.bind(port, host, () => console.log(`receiving on ${host}:${port}`))
