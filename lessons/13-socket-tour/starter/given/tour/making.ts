/** Family, type and protocol: what a socket is when it is made. */
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, Socket } from 'node:net'
import { listen, loopback, next, type Row, withConnection } from './row.ts'

export const making: readonly Row[] = [
  {
    classic: 'socket(AF_INET, SOCK_STREAM)',
    node: 'new Socket() of node:net; connect() makes one and connects it',
    run() {
      const socket = new Socket()
      const before = JSON.stringify(socket.address())
      return withConnection(
        ({ client }) =>
          `made, its address is ${before}; connected to ${loopback} it is ${client.remoteFamily}`,
      )
    },
  },
  {
    classic: 'socket(AF_INET6, SOCK_STREAM)',
    node: 'the same; the family follows from the address',
    async run() {
      const server = createServer()
      const port = await listen(server, '::1')
      const client = connect(port, '::1')
      await once(client, 'connect')
      const family = client.remoteFamily
      client.destroy()
      server.close()
      return `connected to ::1 it is ${family}`
    },
  },
  {
    classic: 'socket(AF_INET, SOCK_DGRAM)',
    node: "createSocket('udp4') of node:dgram, 'udp6' for AF_INET6",
    async run() {
      const socket = createSocket('udp4').bind(0, loopback)
      await once(socket, 'listening')
      const { family } = socket.address()
      socket.close()
      return `bound, it is ${family}; here the family is chosen when it is made`
    },
  },
  {
    classic: 'socket(…, SOCK_RAW), SOCK_SEQPACKET, AF_PACKET',
    node: 'none',
    run() {
      try {
        createSocket('raw' as 'udp4').close()
        return 'it was made'
      } catch (error) {
        return `createSocket('raw') throws ${(error as NodeJS.ErrnoException).code}`
      }
    },
  },
  {
    classic: 'socket(…, …, protocol)',
    node: 'none; the module says it: node:net is TCP, node:dgram is UDP',
    async run() {
      const { readFile } = await import('node:fs/promises')
      const socket = createSocket('udp4').bind(0, loopback)
      await once(socket, 'listening')
      const { port } = socket.address()
      const shown = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
      const [tcp, udp] = await Promise.all(
        ['tcp', 'udp'].map(async (name) => (await readFile(`/proc/net/${name}`, 'utf8')).includes(shown)),
      )
      socket.close()
      return `a socket of node:dgram stands in the system's table of UDP: ${udp}, of TCP: ${tcp}`
    },
  },
  {
    classic: 'socket(…, fileno=3)',
    node: 'new Socket({ fd: 3 }), server.listen({ fd: 3 })',
    run: () =>
      withConnection(async ({ client, served }) => {
        const program = "new (require('net').Socket)({ fd: 3 }).end('hello from a child')"
        spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit', client] })
        return `a child got the socket as descriptor 3, and the other side reads "${await next<Buffer>(served, 'data')}"`
      }),
  },
]
