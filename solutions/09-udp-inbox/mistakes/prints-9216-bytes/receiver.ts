// fails "prints what a datagram holds, whole and as often as it comes" at wrong-output: A long one.
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

/** The longest datagram that macOS sends. */
const longest = 9_216

const inbox = createSocket('udp4')

inbox.on('message', (bytes, sender) => {
  const text = bytes.toString('utf8', 0, longest)
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

