/**
 * How fast are TCP and UDP between two programs of this machine? First 1,000 questions, each with its answer, then
 * 32 MiB one way. It tells how long it took and what has arrived. Nothing of it is yours to change.
 */
import { spawn } from 'node:child_process'
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const host = '127.0.0.1'
const questions = 1_000
const bulkBytes = 32 * 1024 * 1024
const question = Buffer.alloc(16, 'q')

const other = spawn(process.execPath, ['-e', writeOther()], { stdio: ['ignore', 'pipe', 'inherit'] })
const port = Number((await once(other.stdout, 'data')).join())

console.log(`${questions} questions of 16 bytes, each with its answer`)
await time('TCP, a connection for each', askOverNewConnections)
await time('TCP, one connection', askOverOneConnection)
await time('UDP', askOverUdp)
console.log(`${bulkBytes / 1024 / 1024} MiB one way`)
await time('TCP', pour)
for (const size of [1_472, 65_507]) await time(`UDP, datagrams of ${size} bytes`, () => throwDatagrams(size))
other.kill()

async function time(what: string, run: () => Promise<string>): Promise<void> {
  const startedAt = performance.now()
  const note = await run()
  console.log(`  ${what.padEnd(30)} ${Math.round(performance.now() - startedAt)} ms${note}`)
}

async function askOverNewConnections(): Promise<string> {
  for (let asked = 0; asked < questions; asked++) {
    const socket = connect({ port, host, noDelay: true })
    await ask(socket)
    socket.end()
    await once(socket, 'close')
  }
  return ''
}

async function askOverOneConnection(): Promise<string> {
  const socket = connect({ port, host, noDelay: true })
  for (let asked = 0; asked < questions; asked++) await ask(socket)
  socket.destroy()
  return ''
}

/** The answer is as short as the question, and on this machine it comes in one piece. */
async function ask(socket: Socket): Promise<void> {
  const answered = once(socket, 'data')
  socket.write(question)
  await answered
}

async function askOverUdp(): Promise<string> {
  const socket = await connectUdp()
  for (let asked = 0; asked < questions; asked++) {
    const answered = once(socket, 'message')
    socket.send(question)
    await answered
  }
  socket.close()
  return ''
}

/** Connected, so that Node need not look up the address for each datagram. */
async function connectUdp(): Promise<UdpSocket> {
  const socket = createSocket('udp4')
  socket.connect(port, host)
  await once(socket, 'connect')
  return socket
}

async function pour(): Promise<string> {
  const socket = connect(port, host)
  const piece = Buffer.alloc(64 * 1024)
  for (let sent = 0; sent < bulkBytes; sent += piece.length)
    if (!socket.write(piece)) await once(socket, 'drain')
  socket.resume().end()
  await once(socket, 'close')
  return ', all arrived'
}

async function throwDatagrams(size: number): Promise<string> {
  const socket = await connectUdp()
  const datagram = Buffer.alloc(size)
  const count = Math.ceil(bulkBytes / size)
  for (let sent = 0; sent < count; sent++) await new Promise((resolve) => socket.send(datagram, resolve))
  const arrived = await askWhatArrived(socket)
  socket.close()
  return `, ${arrived} of ${count} datagrams arrived`
}

/** Asks with an empty datagram. It may find no room in the other's buffer, so it is sent again until an answer comes. */
async function askWhatArrived(socket: UdpSocket): Promise<string> {
  const answered = once(socket, 'message')
  socket.send('')
  const again = setInterval(() => socket.send(''), 50)
  const [answer] = await answered
  clearInterval(again)
  return String(answer)
}

/** The other program: it answers questions of 16 bytes, counts longer datagrams, and reads whatever else comes. */
function writeOther(): string {
  return `
    const inbox = require('dgram').createSocket('udp4')
    let count = 0
    inbox.on('message', (bytes, sender) => {
      if (bytes.length === ${question.length}) return inbox.send(bytes, sender.port, sender.address)
      if (bytes.length > 0) return count++
      inbox.send(String(count), sender.port, sender.address)
      count = 0
    })
    const server = require('net').createServer({ noDelay: true }, (socket) => {
      socket.on('data', (bytes) => bytes.length === ${question.length} && socket.write(bytes))
    })
    server.listen(0, '${host}', () => {
      const { port } = server.address()
      inbox.bind(port, '${host}', () => console.log(port))
    })`
}
