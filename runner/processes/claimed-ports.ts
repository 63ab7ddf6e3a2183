import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { say } from '../language/say.ts'
import { CannotJudge } from './cannot-judge.ts'

/** Ports, the first and the last of which belong to it. */
export interface PortRange {
  readonly from: number
  readonly to: number
}

/**
 * Ports below the range from which Linux (32768) and others (49152) take ports for outgoing connections, so that
 * none of those can sit on a port between the moment it was found free and the moment a program listens on it.
 */
const defaultRange: PortRange = { from: 20_000, to: 31_999 }

/** A port that nobody else who asks here is given, in any process of this machine, until it is disposed of. */
export interface PortClaim extends Disposable {
  readonly port: number
}

/**
 * Claims a port of 127.0.0.1 that is free for TCP and for UDP.
 * @throws {CannotJudge} when every port of the range is taken.
 */
export async function claimPort(range: PortRange = defaultRange): Promise<PortClaim> {
  const size = range.to - range.from + 1
  const first = chooseFirst(size)
  for (let step = 0; step < size; step++) {
    const port = range.from + ((first + step) % size)
    const claim = await tryToClaim(port)
    if (!claim) continue
    if ((await isTcpPortFree(port)) && (await isUdpPortFree(port))) return claim
    claim[Symbol.dispose]()
  }
  throw new CannotJudge(say`No free port was found on 127.0.0.1 between ${range.from} and ${range.to}.`)
}

/**
 * Where to begin to look. Whoever closed a connection leaves it in TIME_WAIT, which Linux keeps for 60 s. Where claims
 * keep apart who looks at the same moment, the clock chooses, and comes to the same port again after two minutes: what
 * was left of its last use is gone by then.
 */
function chooseFirst(size: number): number {
  return claimPaths[process.platform] ? Math.floor(Date.now() / 10) % size : Math.floor(Math.random() * size)
}

/** Finds a free port as {@link claimPort} does, and keeps it for as long as this process lives. */
export async function findFreePort(): Promise<number> {
  return (await claimPort()).port
}

/**
 * Claims this port, whether it is free or not; undefined where somebody has claimed it.
 *
 * Without a claim, whoever tries whether a port is free could be in the way of a program that was told to listen on it
 * at the same moment. A claim is a name that one process at a time can listen on, and that is gone with the process:
 * an abstract socket on Linux (man 7 unix), a named pipe on Windows. Elsewhere chance has to do.
 */
export function tryToClaim(port: number): Promise<PortClaim | undefined> {
  const path = claimPaths[process.platform]?.(port)
  if (path === undefined) return Promise.resolve({ port, [Symbol.dispose]: () => {} })
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ path, exclusive: true }, () => {
      server.unref()
      resolve({ port, [Symbol.dispose]: () => void server.close() })
    })
  })
}

const claimPaths: Partial<Record<NodeJS.Platform, (port: number) => string>> = {
  // As long as such a name can be: Node 20 fills a shorter one up with zeros, Node 22 does not, and to the kernel these
  // are two names.
  linux: (port) => `\0socket-workbook-port-${port}`.padEnd(108, '-'),
  win32: (port) => String.raw`\\.\pipe\socket-workbook-port-${port}`,
}

function isTcpPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}

function isUdpPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    socket.once('error', () => resolve(false))
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => socket.close(() => resolve(true)))
  })
}
