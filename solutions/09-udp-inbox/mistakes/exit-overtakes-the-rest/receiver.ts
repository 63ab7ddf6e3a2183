// fails "ends at the datagram "exit" and at no other" at missing-bytes: …
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const inbox = createSocket('udp4')

inbox.on('message', (bytes, sender) => {
  if (bytes.equals(Buffer.from('exit'))) {
    console.log('exit')
    process.exit(0)
  }
  setImmediate(() => console.log(`${sender.address}:${sender.port} ${bytes.toString()}`))
})
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.bind(port, host, () => console.log(`receiving on ${host}:${port}`))
