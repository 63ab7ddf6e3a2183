/**
 * Three connections on 127.0.0.1, each with its own goodbye, and what the kernel keeps of them afterwards.
 * Nothing is asked of the network, and nothing is left behind but the rows shown, which Linux drops after 60 s.
 */
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

const host = '127.0.0.1'
const longestMs = 10_000
const longestLookMs = 2_000

const canSeeRows = process.platform === 'linux' && existsSync('/proc/net/tcp')
const stateNames = new Map([
  ['01', 'ESTABLISHED'],
  ['04', 'FIN_WAIT_1'],
  ['05', 'FIN_WAIT_2'],
  ['06', 'TIME_WAIT'],
  ['08', 'CLOSE_WAIT'],
  ['09', 'LAST_ACK'],
])

setTimeout(() => {
  console.error(`The lab was not through after ${longestMs / 1000} s and has given up.`)
  process.exit(1)
}, longestMs).unref()

if (!canSeeRows) {
  console.log(
    'This system has no /proc/net/tcp, so the rows cannot be shown. On Linux each experiment shows the',
  )
  console.log('row of its client: TIME_WAIT in experiments 1 and 2, none in experiment 3.\n')
}

// It reads and so hears the end of its clients, and ends its own side in return.
const server = createServer((socket) => socket.on('error', () => {}).resume()).listen(0, host)
await once(server, 'listening')

console.log('1. A client with a port that the system chose. It ends first (FIN).')
await tryPort(await leave({}, 'end'))

console.log('\n2. The same, with a port that the client took for itself (localPort).')
await tryPort(await leave({ localPort: await findFreePort(), localAddress: host }, 'end'))

console.log('\n3. As in 1, but the client breaks off (RST).')
await tryPort(await leave({}, 'reset'))

server.close()

/** Connects, says goodbye first, and shows the client's row before and after. Resolves with the client's port. */
async function leave(options: { localPort?: number; localAddress?: string }, goodbye: 'end' | 'reset') {
  const [client, other] = await meet(options)
  const port = client.localPort ?? 0
  await showRow('connected', port, 'ESTABLISHED')
  const isOver = Promise.all([untilClosed(client), untilClosed(other)])
  if (goodbye === 'end') client.end()
  else client.resetAndDestroy()
  await isOver
  await showRow('afterwards', port, goodbye === 'end' ? 'TIME_WAIT' : undefined)
  return port
}

/** Connects a client to the server, on a port where no earlier connection has left a row. */
async function meet(options: { localPort?: number; localAddress?: string }): Promise<[Socket, Socket]> {
  for (;;) {
    const accepted = once(server, 'connection') as Promise<[Socket]>
    const client = connect({ host, port: portOf(server), ...options }).resume()
    await once(client, 'connect')
    const [other] = await accepted
    if (!canSeeRows || listStates(client.localPort ?? 0).length <= 1) return [client, other]
    client.resetAndDestroy()
  }
}

function untilClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.on('close', () => resolve()))
}

/** Prints the client's row as soon as it is in the state that is expected, or as it is after a while. */
async function showRow(when: string, port: number, expected: string | undefined): Promise<void> {
  if (!canSeeRows) return
  const giveUpAt = Date.now() + longestLookMs
  while (listStates(port)[0] !== expected && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const [state] = listStates(port)
  const row = state ? `${host}:${port} -> ${host}:${portOf(server)} ${state}` : 'no row'
  console.log(`   ${when.padEnd(12)}${row}`)
}

/** The states of the sockets whose own port this is, from the kernel's table, which has its numbers in base 16. */
function listStates(port: number): string[] {
  const rows = readFileSync('/proc/net/tcp', 'latin1').split('\n').slice(1)
  const own = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return rows.flatMap((row) => {
    const [, local = '', , state = ''] = row.trim().split(/\s+/)
    return local.endsWith(own) ? [stateNames.get(state) ?? `state ${state}`] : []
  })
}

/** Tries to listen where the client has been, as a server would. */
async function tryPort(port: number): Promise<void> {
  const newcomer = createServer().listen(port, host)
  try {
    await once(newcomer, 'listening')
    console.log(`   listen      works on ${host}:${port}`)
    newcomer.close()
    await once(newcomer, 'close')
  } catch (error) {
    console.log(`   listen      fails: ${error instanceof Error ? error.message : error}`)
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, host)
  await once(probe, 'listening')
  const port = portOf(probe)
  probe.close()
  await once(probe, 'close')
  return port
}

function portOf(listening: Server): number {
  return (listening.address() as AddressInfo).port
}
