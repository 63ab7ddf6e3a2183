import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const inbox = createSocket('udp4')

inbox.on('message', (bytes, sender) => {
  // One line for each datagram. The datagram "exit" is to end this program.
  console.log(`${sender.address}:${sender.port} ${bytes.toString()}`)
})
inbox.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
inbox.bind(port, host, () => console.log(`receiving on ${host}:${port}`))
