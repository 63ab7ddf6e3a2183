// fails "send: says whether it fits into a frame" at wrong-output: Your sender sent 999 bytes and said
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)
const size = process.argv[2] ?? '0'

/** An Ethernet frame carries 1,500 bytes: 20 of the IP header, 8 of the UDP header, and these. */
const mostInOneFrame = process.env.FRAME_BYTES ?? '1472'

console.log(`${size} bytes: ${size <= mostInOneFrame ? 'fits' : 'does not fit'} one Ethernet frame`)

const socket = createSocket('udp4')
socket.send(Buffer.alloc(Number(size), 'x'), port, host, (error) => {
  if (error) {
    console.error(error.message)
    process.exitCode = 1
  }
  socket.close()
})
