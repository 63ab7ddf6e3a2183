// fails "send: sends one datagram of that size" at missing-bytes: Your sender sent a datagram of 1,472 bytes, where one of 65,507 bytes was due.
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)
const size = Number(process.argv[2])

/** An Ethernet frame carries 1,500 bytes: 20 of the IP header, 8 of the UDP header, and these. */
const mostInOneFrame = 1_472

console.log(`${size} bytes: ${size <= mostInOneFrame ? 'fits' : 'does not fit'} one Ethernet frame`)

const socket = createSocket('udp4')
let left = 1
for (let at = 0; at < size; at += mostInOneFrame) {
  left++
  socket.send(Buffer.alloc(Math.min(mostInOneFrame, size - at), 'x'), port, host, closeAfterAll)
}
closeAfterAll(null)

function closeAfterAll(error: Error | null) {
  if (error) console.error(error.message)
  left--
  if (left === 0) socket.close()
}
