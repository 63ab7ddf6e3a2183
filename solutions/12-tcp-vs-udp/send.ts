import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)
const size = Number(process.argv[2])

/** An Ethernet frame carries 1,500 bytes: 20 of the IP header, 8 of the UDP header, and these. */
const mostInOneFrame = 1_472
/** One byte more than a datagram can hold. The system refuses it as it refuses any that is still longer. */
const tooLong = 65_508

console.log(`${size} bytes: ${size <= mostInOneFrame ? 'fits' : 'does not fit'} one Ethernet frame`)

const socket = createSocket('udp4')
socket.send(Buffer.alloc(Math.min(size, tooLong), 'x'), port, host, (error) => {
  if (error) {
    console.error(error.message)
    process.exitCode = 1
  }
  socket.close()
})
