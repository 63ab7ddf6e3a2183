// fails "prints what a datagram holds, whole and as often as it comes" at wrong-output: …
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const inbox = createSocket('udp4')

inbox.on('message', (bytes, sender) => {
  if (bytes.equals(Buffer.from('exit'))) {
    console.log('exit')
    inbox.close()
    return
  }
  console.log(`${sender.address}:${sender.port} ${bytes.subarray(0, 1024).toString()}`)
})
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.bind(port, host, () => console.log(`receiving on ${host}:${port}`))
