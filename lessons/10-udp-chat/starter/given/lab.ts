/**
 * Two experiments on 127.0.0.1 with a small server of their own: `lab.ts claims` has two senders call themselves ann,
 * one after the other, `lab.ts connected` has the server call connect. Nothing of it is yours to change.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
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

/** Two claim to be ann, and she is elsewhere. The first leaves unanswered, the second gets its port; then both are answered. */
async function claimOneName(): Promise<void> {
  const server = await bind('the server')
  const asked: [message: Buffer, sender: RemoteInfo][] = []
  server.on('message', (message, sender) => {
    console.log(`the server reads "${message}" from port ${sender.port}`)
    asked.push([message, sender])
  })
  const ann = await bind('ann')
  const first = await bind('the first sender')
  const { port } = first.address()
  await sendAndWait(first, 'ann : hello', server)
  await new Promise<void>((resolve) => first.close(resolve))
  console.log('the first sender has left')
  const second = await bind('the second sender', port)
  await sendAndWait(second, 'ann : me too', server)
  for (const [name, socket] of Object.entries({ ann, 'the second sender': second }))
    socket.on('message', (answer) => console.log(`${name} gets ${answer}`))
  for (const [message, sender] of asked)
    server.send(`the answer to "${message}"`, sender.port, sender.address)
  await pause(settleMs)
  for (const socket of [server, ann, second]) socket.close()
}

/** Resolves when a socket has sent a message and the server has read it. */
async function sendAndWait(socket: Socket, message: string, server: Socket): Promise<void> {
  socket.send(message, server.address().port, host)
  await once(server, 'message')
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

async function bind(name: string, port = 0): Promise<Socket> {
  const socket = createSocket('udp4').bind(port, host)
  await once(socket, 'listening')
  console.log(`${name} has port ${socket.address().port}`)
  return socket
}
