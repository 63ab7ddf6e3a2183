import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { endTree } from './end-tree.ts'
import { readDescendants, readFamily, readTicks } from './family.ts'
import {
  isComputing,
  isKernelReadable,
  readDescriptorCount,
  readProcessFacts,
  readResidentBytes,
  readSocketInodes,
  readSocketRows,
  socketStates,
} from './kernel.ts'
import { markVariable } from './mark.ts'

async function listen(host: string) {
  const server = createServer((socket) => socket.resume()).listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  return { port, [Symbol.dispose]: () => void server.close() }
}

describe.runIf(isKernelReadable)('the kernel knows', () => {
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

  test('nothing of a port that nobody uses, and nothing of a process that does not exist', () => {
    expect(readSocketRows('tcp', 0).filter(({ port }) => port === 0)).toEqual([])
    expect(readProcessFacts(2 ** 22 + 1)).toBeUndefined()
    expect(readSocketInodes(2 ** 22 + 1).size).toBe(0)
    expect(isComputing(2 ** 22 + 1)).toBe(false)
  })

  test('facts about this process', () => {
    expect(readProcessFacts(process.pid)).toMatchObject({ parent: process.ppid, state: 'R' })
    expect(readProcessFacts(process.pid)?.threads).toBeGreaterThan(1)
    expect(readDescriptorCount(process.pid)).toBeGreaterThan(2)
    expect(readResidentBytes(process.pid)).toBeGreaterThan(10_000_000)
    expect(isComputing(process.pid)).toBe(true)
  })
})

test('a tree is ended with a child that left its group, one that has the mark only, and nobody else', async () => {
  const mark = `test-${process.pid}`
  const sleep = 'setInterval(() => {}, 1e6)'
  // The detached child's parent is gone when the tree is ended: only the mark in its environment leads to it.
  const program = `const { spawn } = require('node:child_process')
    spawn(process.execPath, ['-e', ${JSON.stringify(sleep)}], { detached: true, stdio: 'ignore' }).unref()
    process.on('SIGTERM', () => {})
    process.stdout.write('ready', () => { if (process.argv[1] === 'leave') process.exit() })
    ${sleep}`
  const env = { PATH: process.env['PATH'], [markVariable]: mark }
  const leaving = spawn(process.execPath, ['-e', program, 'leave'], { env, detached: true })
  const staying = spawn(process.execPath, ['-e', program], { env, detached: true })
  const stranger = spawn(process.execPath, ['-e', sleep], { detached: true, stdio: 'ignore' })
  await Promise.all([once(leaving, 'exit'), once(staying.stdout, 'data')])
  if (isKernelReadable) expect(readFamily(undefined, mark)).toHaveLength(3)
  const ended = once(staying, 'exit')
  await endTree(staying.pid, mark)
  expect(await ended).toEqual([null, 'SIGKILL'])
  if (isKernelReadable) expect(readFamily(undefined, mark)).toEqual([])
  expect(stranger.exitCode).toBeNull()
  expect(stranger.signalCode).toBeNull()
  stranger.kill('SIGKILL')
  await once(stranger, 'exit')
})

test.runIf(isKernelReadable)(
  'what stands below a program is found whatever its group, with the processor time that it uses',
  async () => {
    const program = spawn(process.execPath, [
      '-e',
      `require('node:child_process').spawn(process.execPath, ['-e', 'for (;;);'], { detached: true, stdio: 'ignore' })`,
    ])
    const mark = `test-${process.pid}-below`
    try {
      const { pid = 0 } = program
      await expect.poll(() => readDescendants(pid).length, { timeout: 20_000 }).toBe(2)
      const used = () => readTicks(readDescendants(pid).filter((id) => id !== pid))
      const [[child, before] = [0, 0]] = [...used()]
      await expect.poll(() => used().get(child), { timeout: 20_000 }).toBeGreaterThan(before)
    } finally {
      await endTree(program.pid, mark)
    }
  },
)
