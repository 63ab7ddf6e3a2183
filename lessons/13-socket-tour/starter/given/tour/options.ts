/** What setsockopt and getsockopt set and tell. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, createServer, Socket } from 'node:net'
import { findClosedPort, loopback, next, type Row, withConnection } from './row.ts'

const rounds = 10

/** How long a round of write, write, read takes, in milliseconds: the median of ten. */
function timeRounds(noDelay: boolean): Promise<string> {
  return withConnection(
    async ({ client, served }) => {
      let came = 0
      served.on('data', (chunk: Buffer) => {
        came += chunk.length
        if (came % 2 === 0) served.write('!')
      })
      const times: number[] = []
      for (let round = 0; round < rounds; round++) {
        const began = performance.now()
        client.write('a')
        // Two writes in one turn of the event loop would be two calls all the same; here the first is surely out.
        await new Promise((resolve) => setImmediate(resolve))
        client.write('b')
        await once(client, 'data')
        times.push(performance.now() - began)
      }
      return `${times.sort((a, b) => a - b)[rounds / 2]?.toFixed(1)} ms`
    },
    { clientOptions: { noDelay } },
  )
}

/** The kind of timer that Linux holds for a connection: 02 is that of keep-alive. */
async function readTimer({ localPort = 0, remotePort = 0 }: Socket): Promise<string> {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0')
  const table = await readFile('/proc/net/tcp', 'utf8')
  const row = table.split('\n').find((line) => {
    const [, local, remote] = line.trim().split(/\s+/)
    return local?.endsWith(`:${hex(localPort)}`) && remote?.endsWith(`:${hex(remotePort)}`)
  })
  return row?.trim().split(/\s+/)[5]?.slice(0, 2) ?? 'none'
}

/** Listens, and says what became of it: "works", or the code of the error. */
async function tryToListen(options: object): Promise<{ said: string; port: number; close: () => void }> {
  const server = createServer()
  server.listen(options)
  const said = await once(server, 'listening').then(
    () => 'works',
    (error: NodeJS.ErrnoException) => String(error.code),
  )
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { said, port, close: () => server.close() }
}

async function bindUdp(options: { reuseAddr?: boolean }, port = 0): Promise<UdpSocket> {
  const socket = createSocket({ type: 'udp4', ...options })
  socket.bind(port, loopback)
  await once(socket, 'listening')
  return socket
}

export const options: readonly Row[] = [
  {
    classic: 'setsockopt, getsockopt',
    node: 'none in general; methods and options for the ones below',
    run: () =>
      `a Socket has such methods: ${'setsockopt' in Socket.prototype || 'getsockopt' in Socket.prototype}`,
  },
  {
    classic: 'TCP_NODELAY (Nagle)',
    node: 'socket.setNoDelay(true), or the option noDelay; off, so Nagle is at work',
    run: async () =>
      `a round of write, write, read takes ${await timeRounds(false)} with Nagle, ${await timeRounds(true)} without`,
  },
  {
    classic: 'TCP_QUICKACK (delayed acknowledgements), TCP_CORK',
    node: 'none',
    run: () =>
      `a Socket has setQuickAck: ${'setQuickAck' in Socket.prototype}; cork() of a stream is not TCP_CORK`,
  },
  {
    classic: 'SO_KEEPALIVE, TCP_KEEPIDLE',
    node: 'socket.setKeepAlive(true, ms), or the options keepAlive and keepAliveInitialDelay',
    run: () =>
      withConnection(async ({ client }) => {
        const before = await readTimer(client)
        client.setKeepAlive(true, 60_000)
        return `the system's timer for this connection was ${before}, now it is ${await readTimer(client)} (02: keep-alive)`
      }),
  },
  {
    classic: 'TCP_KEEPINTVL, TCP_KEEPCNT',
    node: 'none in Node 20 and 22: 10 times, a second apart; in 24 two more arguments of setKeepAlive',
    run: () =>
      `setKeepAlive of Node ${process.versions.node} takes ${Socket.prototype.setKeepAlive.length} arguments`,
  },
  {
    classic: 'IPV6_V6ONLY (dual stack)',
    node: 'the option ipv6Only of listen; without it :: takes IPv4 clients too',
    async run() {
      // An address of IPv4 in a socket of IPv6, so that nothing is open to other machines meanwhile.
      const host = `::ffff:${loopback}`
      const dual = await tryToListen({ port: 0, host })
      const client = connect(dual.port, loopback)
      await once(client, 'connect')
      client.destroy()
      dual.close()
      const only = await tryToListen({ port: 0, host, ipv6Only: true })
      only.close()
      return `listening on ${host} ${dual.said}, and a client of ${loopback} connects; with ipv6Only: ${only.said}`
    },
  },
  {
    classic: 'SO_REUSEADDR',
    node: 'TCP: set by Node itself but on Windows; UDP: createSocket({ type, reuseAddr: true })',
    async run() {
      const first = await bindUdp({ reuseAddr: true })
      const { port } = first.address()
      const second = await bindUdp({ reuseAddr: true }, port)
      second.close()
      const why = await bindUdp({}, port).then(
        () => 'it too',
        (error: NodeJS.ErrnoException) => String(error.code),
      )
      first.close()
      return `two UDP sockets had port ${port}; one without the option got ${why}`
    },
  },
  {
    classic: 'SO_REUSEPORT',
    node: 'the option reusePort of listen, from Node 22.12 and 23.1 on; before, none',
    async run() {
      const first = await tryToListen({ port: 0, host: loopback, reusePort: true })
      const second = await tryToListen({ port: first.port, host: loopback, reusePort: true })
      first.close()
      second.close()
      return `Node ${process.versions.node}: a second listener on the port of the first: ${second.said}`
    },
  },
  {
    classic: 'SO_RCVBUF, SO_SNDBUF',
    node: 'TCP: none; UDP: socket.setRecvBufferSize(n), .getRecvBufferSize(), the same for Send',
    async run() {
      const socket = await bindUdp({})
      const before = socket.getRecvBufferSize()
      socket.setRecvBufferSize(50_000)
      const after = socket.getRecvBufferSize()
      socket.close()
      return `${before} bytes; asked for 50,000, the system says ${after}`
    },
  },
  {
    classic: 'SO_ERROR',
    node: "none; the event 'error', and then socket.errored",
    async run() {
      const client = connect(await findClosedPort(), loopback)
      await next(client, 'error').catch(() => {})
      return `socket.errored is ${client.errored && 'code' in client.errored ? String(client.errored.code) : 'nothing'}`
    },
  },
  {
    classic: 'SO_BROADCAST',
    node: 'socket.setBroadcast(true) of node:dgram',
    async run() {
      const socket = await bindUdp({})
      const error = await new Promise<NodeJS.ErrnoException | null>((resolve) =>
        socket.send('to all', 9, '255.255.255.255', resolve),
      )
      socket.close()
      return `without it a datagram to 255.255.255.255 gives ${error?.code ?? 'no error'}`
    },
  },
  {
    classic: 'IP_TOS',
    node: 'none in Node 20 and 22; in 24 socket.setTypeOfService(n)',
    run: () => `a Socket of Node ${process.versions.node} has it: ${'setTypeOfService' in Socket.prototype}`,
  },
  {
    classic: 'IP_TTL, IP_ADD_MEMBERSHIP',
    node: 'socket.setTTL(n), .setMulticastTTL(n), .addMembership(group) of node:dgram; TCP: none',
    async run() {
      const socket = await bindUdp({})
      const said = socket.setTTL(1)
      socket.close()
      return `setTTL(1) gave ${said}; a TCP socket has setTTL: ${'setTTL' in Socket.prototype}`
    },
  },
]
