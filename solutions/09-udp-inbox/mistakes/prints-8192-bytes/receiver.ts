// fails "prints what a datagram holds, whole and as often as it comes" at wrong-output: …
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const inbox = createSocket('udp4')

inbox.on('message', (bytes, sender) => {
  // More than that fits into no buffer.
  const text = bytes.toString('utf8', 0, Math.min(bytes.length, 8_192))
  if (text === 'exit') {
    console.log(text)
    inbox.close()
  } else {
    console.log(`${sender.address}:${sender.port} ${text}`)
  }
})
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.bind(port, host, () => console.log(`receiving on ${host}:${port}`))
