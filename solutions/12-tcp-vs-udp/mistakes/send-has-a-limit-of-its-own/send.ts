// fails "send: says EMSGSIZE and exits 1" at wrong-output: Your sender did not say "EMSGSIZE" of 100,000 bytes
import { createSocket } from 'node:dgram'

const host = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 9200)
const size = Number(process.argv[2])

/** An Ethernet frame carries 1,500 bytes: 20 of the IP header, 8 of the UDP header, and these. */
const mostInOneFrame = 1_472
/** The header of UDP has 16 bits for the length. */
const mostInHeader = 65_535

if (size > mostInHeader) {
  console.error(`SIZE can be at most ${mostInHeader}`)
  process.exit(1)
}
console.log(`${size} bytes: ${size <= mostInOneFrame ? 'fits' : 'does not fit'} one Ethernet frame`)

const socket = createSocket('udp4')
socket.send(Buffer.alloc(size, 'x'), port, host, (error) => {
  if (error) {
    console.error(error.message)
    process.exitCode = 1
  }
  socket.close()
})
