/** Calls that wait, calls that do not, and the time that somebody is willing to wait. */
import { once } from 'node:events'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { findClosedPort, loopback, type Row, withConnection } from './row.ts'

/** O_NONBLOCK among the flags of a descriptor, in /proc of Linux. */
const nonBlocking = 0o4000

async function listDescriptors(kind: string): Promise<string[]> {
  const names = await readdir('/proc/self/fd')
  const targets = await Promise.all(
    names.map(async (name) => ({ name, target: await readlink(`/proc/self/fd/${name}`).catch(() => '') })),
  )
  return targets.filter(({ target }) => target.includes(kind)).map(({ name }) => name)
}

async function isNonBlocking(descriptor: string): Promise<boolean> {
  const info = await readFile(`/proc/self/fdinfo/${descriptor}`, 'utf8')
  const flags = /flags:\s+(\d+)/.exec(info)?.[1] ?? '0'
  return (Number.parseInt(flags, 8) & nonBlocking) !== 0
}

export const waiting: readonly Row[] = [
  {
    classic: 'a call that blocks (the default)',
    node: 'none; await once(socket, event) waits, and the rest of the program goes on',
    run: () =>
      withConnection(async ({ client, served }) => {
        let turns = 0
        const others = setInterval(() => turns++, 1)
        setTimeout(() => served.write('at last'), 50)
        await once(client, 'data')
        clearInterval(others)
        return `while this row waited for bytes, other work went on: ${turns > 0}`
      }),
  },
  {
    classic: 'setblocking(False)',
    node: 'none needed: every socket is made that way',
    async run() {
      const before = new Set(await listDescriptors('socket:'))
      return withConnection(async () => {
        const mine = (await listDescriptors('socket:')).filter((name) => !before.has(name))
        const all = await Promise.all(mine.map(isNonBlocking))
        return `${all.filter(Boolean).length} of the ${mine.length} sockets of this row have O_NONBLOCK`
      })
    },
  },
  {
    classic: 'EINPROGRESS',
    node: 'socket.connecting, socket.readyState "opening"',
    async run() {
      const socket = connect(await findClosedPort(), loopback)
      const state = `connecting: ${socket.connecting}, "${socket.readyState}"`
      await once(socket, 'close').catch(() => {})
      return `right after the call ${state}; at the end "${socket.readyState}"`
    },
  },
  {
    classic: 'EWOULDBLOCK, EAGAIN',
    node: 'read() gives null, write() gives false',
    run: () =>
      withConnection(({ client, served }) => {
        served.pause()
        const read = String(client.read())
        return `read() where nothing has come: ${read}; write() of 20,000,000 bytes: ${client.write(Buffer.alloc(20_000_000))}`
      }),
  },
  {
    classic: 'settimeout',
    node: "socket.setTimeout(ms), the option timeout of connect: 'timeout' only tells",
    run: () =>
      withConnection(async ({ client }) => {
        client.setTimeout(20)
        await once(client, 'timeout')
        return `after "timeout" it is still "${client.readyState}"`
      }),
  },
  {
    classic: 'gettimeout',
    node: 'socket.timeout',
    run: () =>
      withConnection(({ client }) => {
        const before = client.timeout
        client.setTimeout(2_000)
        return `${before}, and ${client.timeout} once it was set`
      }),
  },
  {
    classic: 'SO_RCVTIMEO, SO_SNDTIMEO',
    node: 'none; a timer, or AbortSignal.timeout(ms) for once()',
    run: () =>
      withConnection(async ({ client }) => {
        const signal = AbortSignal.timeout(20)
        const why = await once(client, 'data', { signal }).catch((error: Error) => error.name)
        return `the wait ended with ${String(why)}, and the socket is "${client.readyState}"`
      }),
  },
  {
    classic: 'select, poll, epoll',
    node: 'none; the event loop calls it, for all sockets at once',
    async run() {
      const found = await listDescriptors('eventpoll')
      return `this program has ${found.length} descriptors of epoll`
    },
  },
]
