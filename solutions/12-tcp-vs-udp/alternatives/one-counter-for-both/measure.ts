// One function counts for both protocols: pieces and bytes. What a
// piece is, a chunk or a datagram, is the only thing that differs.
// Choose it where both are to be compared line by line.
import { createSocket } from 'node:dgram'
import { createServer, type Socket } from 'node:net'

interface Count {
  pieces: number
  bytes: number
}

const host = process.env['HOST'] || '127.0.0.1'
const port = Number(process.env['PORT'] || 9200)

const perConnection = new WeakMap<Socket, Count>()
const datagrams: Count & { numbers: Map<number, number> } = { pieces: 0, bytes: 0, numbers: new Map() }

function add(count: Count, piece: Buffer) {
  count.pieces++
  count.bytes += piece.length
}

const inbox = createSocket('udp4')
inbox.on('message', (datagram) => {
  if (datagram.toString('latin1') === 'done') return tellDatagrams()
  add(datagrams, datagram)
  const [number, ...rest] = datagram.toString('latin1').split(' ')
  if (number === undefined || rest.length === 0 || !/^\d+$/.test(number)) return
  datagrams.numbers.set(Number(number), (datagrams.numbers.get(Number(number)) ?? 0) + 1)
})

const server = createServer()
server.on('connection', (socket) => {
  perConnection.set(socket, { pieces: 0, bytes: 0 })
  socket.on('data', (chunk) => add(perConnection.get(socket) as Count, chunk))
  socket.on('error', ({ message }) => console.log(`(${message})`))
  socket.on('close', () => {
    const { pieces: chunks, bytes } = perConnection.get(socket) as Count
    console.log(`{ "bytes": ${bytes}, "chunks": ${chunks}, "protocol": "tcp" }`)
  })
})

function tellDatagrams() {
  const { pieces, bytes, numbers } = datagrams
  const highest = [...numbers.keys()].reduce((a, b) => Math.max(a, b), 0)
  const all = Array.from({ length: highest }, (_, index) => index + 1)
  const missing = all.filter((number) => !numbers.has(number))
  console.log(JSON.stringify({ protocol: 'udp', datagrams: pieces, bytes, missing }))
  Object.assign(datagrams, { pieces: 0, bytes: 0 })
  numbers.clear()
}

let isRefused = false
for (const socket of [inbox, server]) {
  socket.on('error', (error: Error) => {
    if (!isRefused) console.error(`cannot measure on port ${port}: ${error.message}`)
    isRefused = true
    process.exit(1)
  })
}
server.listen(port, host)
inbox.bind(port, host)
