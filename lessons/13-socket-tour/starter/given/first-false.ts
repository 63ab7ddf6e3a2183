// Writes pieces of 1,024 bytes to a reader that reads nothing, and says at which of them write first gave false: to a
// socket that is connected, and to one whose connection is still to come.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

const piece = Buffer.alloc(1_024)
// Paused before it is ours, so that not a byte is read.
const server = createServer({ pauseOnConnect: true })
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo

const early = connect(port, '127.0.0.1')
console.log(
  `not connected yet: the first false came from write ${countUntilFalse(early).toLocaleString('en')}`,
)
early.destroy()

const socket = connect(port, '127.0.0.1')
await once(socket, 'connect')
const count = countUntilFalse(socket)
console.log(`connected: the first false came from write ${count.toLocaleString('en')}`)
const kept = socket.writableLength
console.log(
  `the system has taken ${(count * piece.length - kept).toLocaleString('en')} bytes, and Node keeps ${kept.toLocaleString('en')}`,
)
socket.destroy()
server.close()

/** Writes until it is told "not yet". */
function countUntilFalse(socket: Socket): number {
  let count = 1
  while (socket.write(piece)) count++
  return count
}
