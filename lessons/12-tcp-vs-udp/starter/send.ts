import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)
const size = Number(process.argv[2])

const socket = createSocket('udp4')
// The callback may be given an error. What then?
socket.send(Buffer.alloc(size, 'x'), port, host, () => socket.close())
