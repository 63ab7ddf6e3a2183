// fails "ends at the datagram "exit" and at no other" at wrong-output: which begins with U+FEFF, and printed
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const exit = Buffer.from('exit')
const decoder = new TextDecoder('utf-8')

const inbox = createSocket('udp4')

inbox.on('message', (bytes, sender) => {
  if (bytes.equals(exit)) {
    console.log('exit')
    inbox.close()
  } else {
    console.log(`${sender.address}:${sender.port} ${decoder.decode(bytes)}`)
  }
})
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.bind(port, host, () => console.log(`receiving on ${host}:${port}`))

