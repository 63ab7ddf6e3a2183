/**
 * Two experiments on 127.0.0.1: `lab.ts nobody` sends to a port where nobody is, `lab.ts late` asks a server whose
 * answers come too late. Nothing of it is yours to change.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

const host = '127.0.0.1'
const patienceMs = 200
const lateMs = 300

const experiments: Record<string, () => Promise<void>> = { nobody: askNobody, late: askTheLateOne }
const experiment = experiments[process.argv[2] ?? '']
if (experiment) await experiment()
else {
  console.error('Which experiment? lab.ts nobody, or lab.ts late')
  process.exitCode = 1
}

/** Sends to a port where nobody is, from a socket that is not connected and from one that is. */
async function askNobody(): Promise<void> {
  const port = await findFreePort()
  const plain = createSocket('udp4')
  console.log('a socket that is not connected')
  await sendAndListen(plain, (callback) => plain.send('hello', port, host, callback))
  const connected = createSocket('udp4')
  connected.connect(port, host)
  await once(connected, 'connect')
  console.log('a connected socket')
  await sendAndListen(connected, (callback) => connected.send('hello', callback))
}

async function sendAndListen(socket: Socket, send: (callback: (error: Error | null) => void) => void) {
  let told = 'nothing'
  socket.on('error', (error) => (told = error.message))
  send((error) => console.log(`  the callback of send:   ${error?.message ?? 'no error'}`))
  await pause(lateMs)
  console.log(`  told in the ${lateMs} ms after: ${told}`)
  socket.close()
}

/** Asks two questions of a server that needs longer than we wait. */
async function askTheLateOne(): Promise<void> {
  const server = createSocket('udp4')
  server.on('message', (question, { port, address }) =>
    setTimeout(() => server.send(question.toString().toUpperCase(), port, address), lateMs),
  )
  server.bind(0, host)
  await once(server, 'listening')
  const client = createSocket('udp4')
  client.connect(server.address().port, host)
  await once(client, 'connect')
  for (const question of ['one', 'two']) {
    const answer = once(client, 'message', { signal: AbortSignal.timeout(patienceMs) })
    client.send(question)
    const told = await answer.then(([bytes]) => `the answer is "${bytes}"`).catch(() => 'no answer in time')
    console.log(`asked "${question}": ${told}`)
  }
  client.close()
  // The last answer is still on its way, and nobody waits for it.
  await pause(lateMs)
  server.close()
}

async function findFreePort(): Promise<number> {
  const probe = createSocket('udp4').bind(0, host)
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  return port
}
