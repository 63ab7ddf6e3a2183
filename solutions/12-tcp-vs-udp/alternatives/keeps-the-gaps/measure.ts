// Keeps no number that has come. It keeps the gaps: each higher number
// opens some, and a late one closes its own. Choose it where millions
// of datagrams come and few of them are missing.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

const { PORT = 9200, HOST: host = '127.0.0.1' } = process.env
const port = Number(PORT)

let datagrams = 0
let bytes = 0
let highest = 0
const gaps = new Set<number>()

createServer({ allowHalfOpen: true }, (socket) => {
  let chunks = 0
  socket
    .on('readable', () => {
      while (socket.read() !== null) chunks++
    })
    .on('end', () => socket.end())
    .on('error', (error) => console.log(`broken off: ${error.message}`))
    .on('close', () => console.log(JSON.stringify({ protocol: 'tcp', chunks, bytes: socket.bytesRead })))
})
  .on('error', refuse)
  .listen({ port, host }, () => {
    createSocket('udp4', receive).on('error', refuse).bind(port, host)
  })

function receive(datagram: Buffer): void {
  if (String(datagram) === 'done') return tell()
  datagrams++
  bytes += datagram.length
  const [, digits] = String(datagram).match(/^([0-9]+) /) ?? []
  if (digits) note(Number(digits))
}

function note(number: number): void {
  gaps.delete(number)
  while (highest < number - 1) gaps.add(++highest)
  highest = Math.max(highest, number)
}

function tell(): void {
  console.log(JSON.stringify({ protocol: 'udp', datagrams, bytes, missing: [...gaps], gone: gaps.size }))
  datagrams = bytes = highest = 0
  gaps.clear()
}

function refuse({ message }: Error): never {
  console.error(message)
  process.exit(1)
}
