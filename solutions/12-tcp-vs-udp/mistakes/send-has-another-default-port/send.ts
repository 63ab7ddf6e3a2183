// fails "send: sends where HOST says, and to port 9200 without PORT" at exited-early: had not sent our server a datagram
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 7788)
const size = Number(process.argv[2])

/** An Ethernet frame carries 1,500 bytes: 20 of the IP header, 8 of the UDP header, and these. */
const mostInOneFrame = 1_472

console.log(`${size} bytes: ${size <= mostInOneFrame ? 'fits' : 'does not fit'} one Ethernet frame`)

const socket = createSocket('udp4')
socket.send(Buffer.alloc(size, 'x'), port, host, (error) => {
  if (error) {
    console.error(error.message)
    process.exitCode = 1
  }
  socket.close()
})
