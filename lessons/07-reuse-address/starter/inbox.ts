import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)

const inbox = createSocket({ type: 'udp4' })

// A datagram has come: its bytes, and the address of its sender.
inbox.on('message', (bytes, sender) => console.log(`${sender.address}:${sender.port} ${bytes.toString()}`))

inbox.bind(port, host, () => console.log(`receiving on ${host}:${port}`))
