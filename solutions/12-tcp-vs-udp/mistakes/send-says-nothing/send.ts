// fails "send: says whether it fits into a frame" at wrong-output: Your sender sent 1,472 bytes and did not say "fits".
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)
const size = Number(process.argv[2])

const socket = createSocket('udp4')
socket.send(Buffer.alloc(size, 'x'), port, host, (error) => {
  if (error) {
    console.error(error.message)
    process.exitCode = 1
  }
  socket.close()
})
