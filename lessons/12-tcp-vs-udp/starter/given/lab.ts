/**
 * Two experiments with 1,000 numbered messages of 100 bytes, over TCP and over UDP. Say which: chunks or busy. What they
 * need is here, your own programs have no part in it. Nothing of it is yours to change.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

const host = '127.0.0.1'
const count = 1_000
const length = 100

const server = createServer().listen(0, host)
await once(server, 'listening')
const { port } = server.address() as AddressInfo
const inbox = createSocket('udp4')
inbox.bind(port, host)
await once(inbox, 'listening')

const experiments: Readonly<Record<string, () => Promise<void>>> = { chunks: readAtOnce, busy: readLater }
const experiment = experiments[process.argv[2] ?? '']
if (experiment) await experiment()
else console.error('Which one? chunks, busy')
server.close()
inbox.close()

/** A reader who has nothing else to do. */
async function readAtOnce(): Promise<void> {
  const sender = spawn(process.execPath, ['-e', writeTcpSender()], { stdio: 'inherit' })
  await countChunks()
  if (sender.exitCode === null) await once(sender, 'exit')
}

/** A reader who is busy while all is sent. */
async function readLater(): Promise<void> {
  // While spawnSync waits for the other program, nothing else happens in this one: it reads nothing.
  spawnSync(process.execPath, ['-e', writeTcpSender()], { stdio: 'inherit' })
  await countChunks()
  spawnSync(process.execPath, ['-e', writeUdpSender()], { stdio: 'inherit' })
  await countDatagrams()
}

async function countChunks(): Promise<void> {
  const [socket] = await once(server, 'connection')
  let chunks = 0
  let bytes = 0
  for await (const chunk of socket) {
    chunks++
    bytes += chunk.length
  }
  console.log(`TCP: read ${bytes} bytes, in ${chunks} chunks`)
}

/** Reads all that is waiting. Datagrams wait in their order, and an empty one that is sent now is behind them all. */
async function countDatagrams(): Promise<void> {
  const marker = createSocket('udp4')
  const numbers: number[] = []
  await new Promise<void>((resolve) => {
    inbox.on('message', (bytes) => {
      if (bytes.length === 0) return resolve()
      numbers.push(Number.parseInt(bytes.toString()))
      // There is room for it as soon as one has been read.
      marker.send('', port, host)
    })
  })
  marker.close()
  console.log(`UDP: read ${numbers.length} datagrams, from ${numbers[0]} to ${numbers.at(-1)}`)
}

/** A program that writes 1,000 messages, one call of `write` for each. */
function writeTcpSender(): string {
  return `
    const socket = require('net').connect(${port}, '${host}', () => {
      for (let number = 1; number <= ${count}; number++) socket.write((number + ' ').padEnd(${length}, '.'))
      console.log('TCP: ${count} writes, ${count * length} bytes')
      // The system has everything. Whoever reads it may do so when this program has ended.
      socket.end(() => process.exit())
    })`
}

/** A program that sends 1,000 datagrams, and counts how often \`send\` reports no error. */
function writeUdpSender(): string {
  return `
    const socket = require('dgram').createSocket('udp4')
    const next = (number) => {
      if (number <= ${count}) return socket.send((number + ' ').padEnd(${length}, '.'), ${port}, '${host}', (error) => {
        if (error) throw error
        next(number + 1)
      })
      console.log('UDP: ${count} datagrams, ${count * length} bytes, no error')
      socket.close()
    }
    next(1)`
}
