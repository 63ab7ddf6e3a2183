import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { isKernelReadable } from './proc-files.ts'
import { readSocketInodes, readSocketRows, socketStates } from './socket-table.ts'

async function listen(host: string) {
  const server = createServer((socket) => socket.resume()).listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return { port, [Symbol.dispose]: () => void server.close() }
}

describe.runIf(isKernelReadable)('the table of sockets says', () => {
  test.each(['127.0.0.1', '0.0.0.0', '::1', '::'])('who listens on %s', async (host) => {
    using server = await listen(host)
    const rows = readSocketRows('tcp', server.port).filter(({ state }) => state === socketStates.listen)
    expect(rows).toMatchObject([{ protocol: 'tcp', address: host, port: server.port, receiveQueue: 0 }])
    expect(readSocketInodes(process.pid)).toContain(rows[0]?.inode)
    expect(readSocketRows('tcp').map(({ inode }) => inode)).toContain(rows[0]?.inode)
  })

  test('who has bound a UDP port', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const { port } = socket.address()
    expect(readSocketRows('udp', port)).toMatchObject([{ protocol: 'udp', state: socketStates.closed, port }])
    socket.close()
  })

  test('both ends of a connection, and the TIME_WAIT of the one that closed first', async () => {
    using server = await listen('127.0.0.1')
    const client = connect(server.port, '127.0.0.1')
    await once(client, 'connect')
    const own = client.localPort ?? 0
    const states = () =>
      readSocketRows('tcp', own).map(
        ({ port, state, inode }) => `${port === own ? 'ours' : 'theirs'} ${state} ${inode > 0}`,
      )
    expect(new Set(states())).toEqual(new Set(['ours 01 true', 'theirs 01 true']))
    client.end()
    await once(client, 'close')
    await expect.poll(states).toEqual(['ours 06 false'])
  })

  test('nothing of a port that nobody uses, and of a process that does not exist', () => {
    expect(readSocketRows('tcp', 0).filter(({ port }) => port === 0)).toEqual([])
    expect(readSocketInodes(2 ** 22 + 1).size).toBe(0)
  })
})
