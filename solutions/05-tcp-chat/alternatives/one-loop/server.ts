// Puts whatever happens, typed or heard, into one queue, and
// takes it out in a single loop, so nothing happens while
// something else does. Choose it where there are many rules.
import { EventEmitter, on } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

type Happening =
  | { kind: 'came'; socket: Socket }
  | { kind: 'left'; socket: Socket }
  | { kind: 'said'; socket: Socket; text: string }
  | { kind: 'typed'; line: string }

const queue = new EventEmitter()
const happens = (happening: Happening) => queue.emit('happening', happening)
const happenings = on(queue, 'happening')

const server = createServer({ pauseOnConnect: true }, (socket) => {
  socket.setEncoding('utf8')
  socket.on('data', (text) => happens({ kind: 'said', socket, text: String(text) }))
  socket.on('error', () => socket.destroy())
  socket.on('close', () => happens({ kind: 'left', socket }))
  happens({ kind: 'came', socket })
})
server.on('error', (error) => {
  console.error(`${error.message}. Is another chat open?`)
  process.exit(1)
})
server.listen(Number(process.env.PORT ?? 8080), process.env.HOST ?? '127.0.0.1')
createInterface({ input: process.stdin }).on('line', (line) => happens({ kind: 'typed', line: line.trim() }))

// The first of them is the one whose turn it is.
const clients: Socket[] = []
const early: string[] = []
let isOperatorsTurn = false

for await (const [happening] of happenings as AsyncIterable<[Happening]>) {
  if (happening.kind === 'came') {
    if (clients.push(happening.socket) === 1) welcome(happening.socket)
  } else if (happening.kind === 'left') {
    leave(happening.socket)
  } else if (happening.kind === 'said') {
    for (const line of happening.text.split(/\r?\n/)) console.log(`  | ${line.replaceAll(/\p{Cc}/gu, '.')}`)
    isOperatorsTurn = true
  } else if (happening.line === '') {
    console.log('There is nothing in this line. It is not sent.')
  } else {
    early.push(happening.line)
  }
  if (isOperatorsTurn && early.length > 0) {
    isOperatorsTurn = false
    clients[0]?.write(`${early.shift()}\n`)
  }
}

function welcome(socket: Socket): void {
  console.log(`connected: ${socket.remoteAddress}:${socket.remotePort}`)
  socket.resume()
}

function leave(socket: Socket): void {
  const place = clients.indexOf(socket)
  clients.splice(place, 1)
  if (place !== 0) return
  console.log('The client has left.')
  isOperatorsTurn = false
  early.length = 0
  if (clients[0]) welcome(clients[0])
}
