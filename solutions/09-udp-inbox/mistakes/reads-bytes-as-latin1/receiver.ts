// fails "copes with an empty datagram and bytes that are not text" at wrong-output: Your receiver printed "127.0.0.1:… abÿcd"
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const inbox = createSocket('udp4')

inbox.on('message', (bytes, sender) => {
  const text = bytes.toString('latin1')
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
