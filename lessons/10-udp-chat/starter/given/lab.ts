/**
 * Two experiments on 127.0.0.1 with a small server of their own: `lab.ts claims` has two senders call themselves ann,
 * `lab.ts connected` has the server call connect. Nothing of it is yours to change.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

const host = '127.0.0.1'
const settleMs = 300

const experiments: Record<string, () => Promise<void>> = { claims: claimOneName, connected: connectToOne }
const experiment = experiments[process.argv[2] ?? '']
if (experiment) await experiment()
else {
  console.error('Which experiment? lab.ts claims, or lab.ts connected')
  process.exitCode = 1
}

/** Three sockets: the one where ann is, and two that claim to be her. A server answers each message to its sender. */
async function claimOneName(): Promise<void> {
  const server = await bind('the server')
  server.on('message', (message, sender) => {
    console.log(`the server reads "${message}" from port ${sender.port}`)
    server.send(`your answer is ${message.length}`, sender.port, sender.address)
  })
  const ann = await bind('ann')
  const first = await bind('the first sender')
  const second = await bind('the second sender')
  for (const [name, socket] of Object.entries({ ann, first, second }))
    socket.on('message', (answer) => console.log(`${name} gets "${answer}"`))
  first.send('ann : hello', server.address().port, host)
  await pause(settleMs)
  second.send('ann : me too', server.address().port, host)
  await pause(settleMs)
  for (const socket of [server, ann, first, second]) socket.close()
}

/** A server connects its socket to the first one who writes, and a second one writes. */
async function connectToOne(): Promise<void> {
  const server = await bind('the server')
  const { port } = server.address()
  server.on('message', (message) => console.log(`the server reads "${message}"`))
  const first = await bind('the first client')
  first.send('I am first', port, host)
  await once(server, 'message')
  server.connect(first.address().port, host)
  await once(server, 'connect')
  console.log('the server has connected its socket to the first client')
  const second = createSocket('udp4')
  second.on('error', ({ message }) => console.log(`the second client is told: ${message}`))
  second.connect(port, host)
  await once(second, 'connect')
  second.send('I am second', (error) => console.log(`its send says: ${error?.message ?? 'no error'}`))
  await pause(settleMs)
  first.send('still here', port, host)
  await pause(settleMs)
  for (const socket of [server, first, second]) socket.close()
}

async function bind(name: string): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, host)
  await once(socket, 'listening')
  console.log(`${name} has port ${socket.address().port}`)
  return socket
}
