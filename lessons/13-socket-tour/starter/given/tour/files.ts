/** A socket is a descriptor as a file is, may stand in a folder as a file does, and may be read in lines as one is. */
import { once } from 'node:events'
import { mkdtemp, readdir, readlink, rm, stat } from 'node:fs/promises'
import * as net from 'node:net'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { next, type Row, withConnection } from './row.ts'

export const files: readonly Row[] = [
  {
    classic: 'fileno',
    node: 'none that is documented; the system shows the descriptor',
    async run() {
      const before = new Set(await readdir('/proc/self/fd'))
      return withConnection(async () => {
        const names = (await readdir('/proc/self/fd')).filter((name) => !before.has(name))
        const targets = await Promise.all(
          names.map(
            async (name) => `${name} is ${await readlink(`/proc/self/fd/${name}`).catch(() => 'gone')}`,
          ),
        )
        return targets.filter((line) => line.includes('socket')).join(', ')
      })
    },
  },
  {
    classic: 'makefile',
    node: 'none needed: a socket is a stream; createInterface({ input: socket }) reads lines',
    run: () =>
      withConnection(async ({ client, served }) => {
        served.end('first line\nsecond line\n')
        const lines: string[] = []
        for await (const line of createInterface({ input: client })) lines.push(line)
        return `${lines.length} lines: ${lines.join(', ')}`
      }),
  },
  {
    classic: 'socket(AF_UNIX, SOCK_STREAM)',
    node: 'server.listen(path), connect(path); on Windows a named pipe',
    async run() {
      const folder = await mkdtemp(join(tmpdir(), 'tour-'))
      const path = join(folder, 'here')
      const server = createServer((socket) => socket.end('no port, no address'))
      server.listen(path)
      await once(server, 'listening')
      const isSocket = (await stat(path)).isSocket()
      const text = await next<Buffer>(connect(path), 'data')
      server.close()
      await once(server, 'close')
      const isLeft = (await readdir(folder)).length > 0
      await rm(folder, { recursive: true })
      return `the path is a socket: ${isSocket}; it says "${text}"; still there after close: ${isLeft}`
    },
  },
  {
    classic: 'socketpair',
    node: 'none',
    run: () =>
      `node:net exports ${Object.keys(net).length} names, socketpair among them: ${'socketpair' in net}`,
  },
]
