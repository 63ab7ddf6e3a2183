// fails "inbox: prints IP:PORT TEXT for each datagram" at wrong-output: …
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

let last = ''
const inbox = createSocket({ type: 'udp4', reuseAddr: process.argv.includes('--reuse-address') })
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.on('message', (bytes, sender) => {
  const line = `${sender.address}:${sender.port} ${bytes.toString()}`
  if (line !== last) console.log(line)
  last = line
})
inbox.bind(port, host, () => console.log(`receiving on ${host}:${port}`))
