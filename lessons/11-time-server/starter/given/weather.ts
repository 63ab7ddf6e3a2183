/**
 * Bad weather between your client and your server: it passes on what comes, or drops it, or passes it on twice, as a
 * seed says. The same seed gives the same weather.
 *   weather.ts 7 8081 8080        seed 7; takes port 8081 of 127.0.0.1 and passes on to port 8080
 * Nothing of it is yours to change.
 */
import { createSocket, type RemoteInfo } from 'node:dgram'

const host = '127.0.0.1'
const [seed = 1, port = 8081, serverPort = 8080] = process.argv.slice(2).map(Number)
const next = createDice(seed)

const outside = createSocket('udp4')
/** For each client a socket of its own, so that the server tells them apart. */
const inside = new Map<string, ReturnType<typeof createSocket>>()

outside.on('message', (bytes, client) => {
  const name = `${client.address}:${client.port}`
  const socket = inside.get(name) ?? openFor(client)
  inside.set(name, socket)
  pass('question', bytes, () => socket.send(bytes, serverPort, host))
})
outside.on('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
outside.bind(port, host, () =>
  console.log(`weather ${seed} between ${host}:${port} and ${host}:${serverPort}`),
)

function openFor({ address, port: clientPort }: RemoteInfo): ReturnType<typeof createSocket> {
  const socket = createSocket('udp4')
  socket.on('message', (bytes) => pass('answer', bytes, () => outside.send(bytes, clientPort, address)))
  return socket
}

/** Half of all datagrams are lost, and one in ten comes twice. */
function pass(what: string, bytes: Buffer, send: () => void): void {
  const dice = next()
  const fate = dice < 0.5 ? 'lost' : dice < 0.6 ? 'twice' : 'passed on'
  console.log(`${what} "${bytes.toString()}": ${fate}`)
  if (fate !== 'lost') send()
  if (fate === 'twice') send()
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
