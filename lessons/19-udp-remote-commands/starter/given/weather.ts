/**
 * Bad weather between your client and your server: what comes is passed on, or dropped, or passed on twice, or held
 * back until the next one has gone by, as a seed says. The same seed gives the same weather.
 *   weather.ts 7 8082 8081        seed 7; takes port 8082 of 127.0.0.1 and passes on to port 8081
 * Nothing of it is yours to change.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'

const host = '127.0.0.1'
const [seed = 1, port = 8082, serverPort = 8081] = process.argv.slice(2).map(Number)
const next = createDice(seed)

const outside = createSocket('udp4')
/** For each client a socket of its own, so that the server tells them apart. */
const inside = new Map<string, Socket>()
let heldBack: (() => void) | undefined

outside.on('message', (bytes, client) => {
  const name = `${client.address}:${client.port}`
  const socket = inside.get(name) ?? openFor(client)
  inside.set(name, socket)
  pass('request', bytes, () => socket.send(bytes, serverPort, host))
})
outside.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
outside.bind(port, host, () =>
  console.log(`weather ${seed} between ${host}:${port} and ${host}:${serverPort}`),
)

function openFor({ address, port: clientPort }: RemoteInfo): Socket {
  const socket = createSocket('udp4')
  socket.on('message', (bytes) => pass('answer', bytes, () => outside.send(bytes, clientPort, address)))
  return socket
}

/** Of 20 datagrams 5 are lost, 2 come twice, and 2 come after the next one. */
function pass(what: 'request' | 'answer', bytes: Buffer, send: () => void): void {
  const dice = next()
  const fate = dice < 0.25 ? 'lost' : dice < 0.35 ? 'twice' : dice < 0.45 ? 'held back' : 'passed on'
  console.log(`${describe(what, bytes)}: ${fate}`)
  const before = heldBack
  heldBack = fate === 'held back' ? send : undefined
  if (fate === 'passed on' || fate === 'twice') send()
  if (fate === 'twice') send()
  before?.()
}

function describe(what: string, bytes: Buffer): string {
  if (bytes.length < 8) return `${what} of ${bytes.length} bytes`
  if (what === 'request') return `request "${bytes.subarray(8).toString()}"`
  return `answer, piece ${bytes.readUInt16BE(2)} of ${bytes.readUInt16BE(4)}`
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function createDice(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
