// fails "inbox: the second is refused in one line when either of the two is not told to share" at does-not-stop: Your second inbox was still running
import { createSocket } from 'node:dgram'

const inbox = createSocket({ type: 'udp4', reuseAddr: true })
inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes}`))
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.bind(Number(process.env.PORT ?? 7788), process.env.HOST ?? '127.0.0.1')
