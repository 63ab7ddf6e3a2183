// fails "a taken port gives one line and exit code 1" at crashed: bind EADDRINUSE
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const inbox = createSocket('udp4')

inbox.on('message', (bytes, sender) => {
  const text = bytes.toString()
  if (text === 'exit') {
    console.log(text)
    inbox.close()
  } else {
    console.log(`${sender.address}:${sender.port} ${text}`)
  }
})
inbox.on('listening', () => console.log(`receiving on ${host}:${port}`))
inbox.bind(port, host)
