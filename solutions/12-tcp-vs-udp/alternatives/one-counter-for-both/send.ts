// Connects its socket first, so that send needs no address. Choose it
// where several datagrams go to one place.
import { createSocket } from 'node:dgram'

const size = Number(process.argv.at(2))
const socket = createSocket('udp4')
socket.on('error', ({ message }) => console.log(`(${message})`))
socket.connect(Number(process.env['PORT'] || 9200), process.env['HOST'] || '127.0.0.1', () => {
  // 65,508 bytes are refused already, so nobody has to make more.
  socket.send(new Uint8Array(Math.min(size, 65_508)), (error) => {
    if (error) console.error(`${size} bytes: ${error.message}`)
    else console.log(size > 1_472 ? 'It does not fit into one frame.' : 'It fits into one frame.')
    process.exit(error ? 1 : 0)
  })
})
