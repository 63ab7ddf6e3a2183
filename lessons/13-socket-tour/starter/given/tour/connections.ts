/** bind, listen, accept, connect, and who is at which end. */
import { spawnSync } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { findClosedPort, listen, loopback, type Row, withConnection } from './row.ts'

/** Connects so many times, and says after a while how many of these connections are there. */
const knock = (port: number, times: number) => `
  const { connect } = require('net')
  const sockets = Array.from({ length: ${times} }, () => connect(${port}, '${loopback}').on('error', () => {}))
  setTimeout(() => {
    console.log(sockets.filter((socket) => !socket.connecting).length)
    process.exit()
  }, 500)`

export const connections: readonly Row[] = [
  {
    classic: 'bind, of a server',
    node: 'none of its own in node:net: server.listen(port, host) does both; socket.bind() in node:dgram',
    async run() {
      const server = createServer()
      const before = JSON.stringify(server.address())
      await listen(server)
      const after = JSON.stringify(server.address())
      server.close()
      return `before listen the server's address is ${before}, after it ${after}`
    },
  },
  {
    classic: 'bind, of a client',
    node: 'the options localAddress and localPort of connect',
    async run() {
      const localPort = await findClosedPort()
      return withConnection(({ client }) => `asked for port ${localPort}, got ${client.localPort}`, {
        clientOptions: { localAddress: loopback, localPort },
      })
    },
  },
  {
    classic: 'listen(backlog)',
    node: 'server.listen({ port, host, backlog }); without it 511',
    async run() {
      const server = createServer()
      server.listen({ port: 0, host: loopback, backlog: 2 })
      await once(server, 'listening')
      const { port } = server.address() as { port: number }
      // spawnSync stands still until the child has ended. So nobody is accepted meanwhile.
      const { stdout } = spawnSync(process.execPath, ['-e', knock(port, 8)], { encoding: 'utf8' })
      server.close()
      return `backlog 2, and this program stands still: ${stdout.trim()} of 8 clients are connected`
    },
  },
  {
    classic: 'accept',
    node: "the event 'connection', or for await (… of on(server, 'connection'))",
    async run() {
      const server = createServer()
      const port = await listen(server)
      const client = connect(port, loopback)
      const [accepted] = (await once(server, 'connection')) as [Socket]
      const isSame = accepted.remotePort === client.localPort
      client.destroy()
      server.close()
      return `accepted from port ${accepted.remotePort}, which is the client's: ${isSame}`
    },
  },
  {
    classic: 'connect',
    node: "connect(port, host), then the event 'connect'",
    async run() {
      const server = createServer()
      const port = await listen(server)
      const client = connect(port, loopback)
      const before = client.readyState
      await once(client, 'connect')
      const after = client.readyState
      client.destroy()
      server.close()
      return `the call came back with "${before}"; at the event it is "${after}"`
    },
  },
  {
    classic: 'connect_ex',
    node: "none; the event 'error' brings code and errno",
    async run() {
      const client = connect(await findClosedPort(), loopback)
      const [error] = (await once(client, 'error').catch((error: unknown) => [error])) as [
        NodeJS.ErrnoException,
      ]
      return `code ${error.code}, errno ${error.errno}: what connect_ex returns, with a minus`
    },
  },
  {
    classic: 'getsockname',
    node: 'socket.localAddress, .localPort, .address(); server.address()',
    run: () => withConnection(({ client }) => `${client.localAddress}:${client.localPort}`),
  },
  {
    classic: 'getpeername',
    node: 'socket.remoteAddress, .remotePort; socket.remoteAddress() in node:dgram',
    run: () =>
      withConnection(({ client, served }) => {
        served.destroy()
        return `${client.remoteAddress}:${client.remotePort}; asked only after destroy: ${served.remoteAddress}`
      }),
  },
  {
    classic: 'getaddrinfo',
    node: 'lookup of node:dns; connect and listen call it for a name',
    async run() {
      const found = await lookup('localhost', { all: true })
      return `localhost is ${found.map(({ address }) => address).join(' and ')}`
    },
  },
  {
    classic: 'the five-tuple',
    node: 'protocol, localAddress, localPort, remoteAddress, remotePort',
    async run() {
      const server = createServer()
      const port = await listen(server)
      const clients = [connect(port, loopback), connect(port, loopback)]
      await Promise.all(clients.map((client) => once(client, 'connect')))
      const names = clients.map(
        (client) => `tcp ${client.localAddress}:${client.localPort} -> :${client.remotePort}`,
      )
      for (const client of clients) client.destroy()
      server.close()
      return `two connections to one port: ${names.join(', ')}`
    },
  },
]
