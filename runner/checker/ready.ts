/** Learns that a server is ready from the kernel's tables, never by a probe connection. */
import type { SocketKind } from '../processes/protocol.ts'
import { CheckFailure } from './failure.ts'
import {
  findSocketRow,
  isKernelReadable,
  readSocketInodes,
  readSocketRows,
  type SocketRow,
  socketStates,
} from '../processes/kernel.ts'
import { isFamilyComputing, readFamily } from '../processes/family.ts'
import { describeExit, type Program } from './program.ts'
import { formatDuration } from './quote.ts'
import type { Recorder } from './recorder.ts'
import { failIfItCouldNotLoad } from './tcp-listener.ts'
import { waitFor } from './wait.ts'

/** Starting may take long on a busy machine; a program that waits idly is given up sooner. */
const longestStartMs = 20_000
const idleStartMs = 4_000

/** How often the kernel's tables are read although nothing new was seen of the program, in milliseconds. */
const lookForChildrenMs = 250

/** A program that has printed so many characters before it listens is in a loop and not on its way. */
const floodLength = 4 * 1024 * 1024

export type Readiness = 'ready' | 'port-was-taken'

/**
 * Waits until the program has a socket that answers on 127.0.0.1 at its port.
 * @returns 'port-was-taken' when somebody else got the port first, so that another one has to be tried.
 * @throws {CheckFailure} did-not-start, exited-early, not-listening or listening-elsewhere.
 */
export async function waitUntilReady(
  program: Program,
  protocol: SocketKind,
  recorder: Recorder,
): Promise<Readiness> {
  if (!isKernelReadable) return 'ready'
  const findReady = createReadyLook(program, protocol)
  const look = () => {
    const row = findReady()
    if (row) return row
    if (program.printedLength > floodLength) return 'flooded'
    return program.hasExited ? 'exited' : undefined
  }
  const found = await waitFor(look, {
    recorder,
    pid: program.pid,
    quietMs: idleStartMs,
    longestMs: longestStartMs,
    everyMs: 5,
  })
  if (typeof found === 'object') {
    // Where it really is: a program on every interface answers on 127.0.0.1 as well.
    recorder.record({ peer: program.column, kind: 'listening', note: describePlace(found) })
    return 'ready'
  }
  if (program.exit) {
    await program.closed
    if (isHeldBySomebodyElse(program, protocol)) return 'port-was-taken'
    throw describeEarlyExit(program)
  }
  const isBusy = program.pid !== undefined && isFamilyComputing(program.pid)
  throw describeWrongPlace(program, protocol, readOpenPorts(program, protocol), isBusy)
}

/** Reads the sockets on which a program, or a process that it started, listens (TCP) or receives (UDP). */
export function readOpenPorts(program: Program, protocol: SocketKind): SocketRow[] {
  if (program.pid === undefined || program.hasExited) return []
  const open = readSocketRows(protocol).filter(isOpen)
  if (open.length === 0) return []
  const own = readSocketInodes(program.pid)
  const found = open.filter((row) => own.has(row.inode))
  if (found.length > 0) return found
  // Nothing of its own: perhaps it let a child listen for it. Looking at every process costs more, so it comes last.
  if (!open.some((row) => row.port === program.port)) return []
  const inodes = new Set(readFamily(program.pid, program.mark).flatMap((pid) => [...readSocketInodes(pid)]))
  return open.filter((row) => inodes.has(row.inode))
}

/** Reads the same of a program and of all that it started, whatever each of them holds. */
export function readFamilysOpenPorts(program: Program, protocol: SocketKind): SocketRow[] {
  if (program.pid === undefined || program.hasExited) return []
  const inodes = new Set(readFamily(program.pid, program.mark).flatMap((pid) => [...readSocketInodes(pid)]))
  return readSocketRows(protocol).filter((row) => isOpen(row) && inodes.has(row.inode))
}

/** Writes where a socket is as one would type it: "127.0.0.1:9909", "[::1]:9909". */
export function describePlace({ address, port }: Pick<SocketRow, 'address' | 'port'>): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/**
 * Returns a function that finds the socket with which the program answers on 127.0.0.1 at its port. It is called every few
 * milliseconds, and the kernel's tables are dear: they are read when the program has opened a socket or printed
 * something, and once in a while for a child that listens for it.
 */
function createReadyLook(program: Program, protocol: SocketKind): () => SocketRow | undefined {
  const isWanted = (row: SocketRow) => row.port === program.port && isOpen(row) && covers(row, program.host)
  let seen = ''
  let readAt = performance.now()
  let readsDue = 0
  return () => {
    const inodes = program.pid === undefined ? new Set<number>() : readSocketInodes(program.pid)
    const now = `${program.printedLength} ${[...inodes].join(' ')}`
    // Between opening a socket and listening on it lies a moment, in which it may be seen.
    if (seen !== '' && now !== seen) readsDue = 3
    seen = now
    if (readsDue === 0 && performance.now() - readAt < lookForChildrenMs) return undefined
    readsDue = Math.max(0, readsDue - 1)
    readAt = performance.now()
    const row = findSocketRow(protocol, program.port, isWanted)
    if (!row || inodes.has(row.inode)) return row
    return readOpenPorts(program, protocol).find(isWanted)
  }
}

function isOpen({ protocol, state }: SocketRow): boolean {
  return state === (protocol === 'tcp' ? socketStates.listen : socketStates.closed)
}

/** Whether who connects or sends to `host` comes to this socket. */
function covers({ address }: SocketRow, host: string): boolean {
  return address === host || address === '0.0.0.0' || address === '::'
}

function isHeldBySomebodyElse({ port, host }: Program, protocol: SocketKind): boolean {
  const isHeld = (row: SocketRow) => row.port === port && isOpen(row) && covers(row, host)
  return findSocketRow(protocol, port, isHeld) !== undefined
}

function describeEarlyExit(program: Program): CheckFailure {
  failIfItCouldNotLoad(program)
  const error = program.fatalError
  if (error) {
    return new CheckFailure(
      'exited-early',
      `${program.name} ended with an error before it was listening: ${error}`,
      {
        help: 'The error names the line of your program that it came from. See what was printed last.',
      },
    )
  }
  const how = program.exit ? describeExit(program.exit) : 'by itself'
  return new CheckFailure(
    'exited-early',
    `${program.name} ended ${how} before it was listening on ${program.host}:${program.port}. A server has to open a port and stay.`,
    {
      help: 'Does your program create a server and call listen? A program ends as soon as it has nothing left to wait for.',
    },
  )
}

function describeWrongPlace(
  program: Program,
  protocol: SocketKind,
  open: readonly SocketRow[],
  isBusy: boolean,
): CheckFailure {
  const verb = protocol === 'tcp' ? 'listens' : 'receives'
  // One that was still printing when the time was up did not wait for anything.
  if (program.printedLength > floodLength / 4) {
    return new CheckFailure(
      'not-listening',
      `${program.name} printed ${Math.round(program.printedLength / 1024 / 1024)} MiB, and was not listening on any port. ${program.told}`,
      { help: 'Is there a loop that prints and never ends?' },
    )
  }
  const where = open.map(describePlace)
  if (where.length > 0) {
    return new CheckFailure(
      'listening-elsewhere',
      `${program.name} ${verb} on ${where.join(' and ')}, and not on ${program.host}:${program.port}. ${program.told}`,
      {
        help: 'Take the port from the environment, Number(process.env.PORT), and the address 127.0.0.1 literally: "localhost" may mean ::1.',
      },
    )
  }
  const other = readOpenPorts(program, protocol === 'tcp' ? 'udp' : 'tcp').map(describePlace)
  if (other.length > 0) {
    const [has, lacks] =
      protocol === 'tcp'
        ? ['receives datagrams (UDP) on', 'does not listen for connections (TCP)']
        : ['listens for connections (TCP) on', 'has no socket for datagrams (UDP) with a port']
    return new CheckFailure(
      'listening-elsewhere',
      `${program.name} ${has} ${other.join(' and ')}, and ${lacks}. ${program.told}`,
      {
        help: `TCP and UDP have ports of their own, with the same numbers. This lesson needs a socket of ${protocol === 'tcp' ? 'node:net' : 'node:dgram'}.`,
      },
    )
  }
  if (isBusy) {
    return new CheckFailure(
      'not-listening',
      `${program.name} computes without a pause, and was not listening on any port. ${program.told}`,
      {
        help: 'Is there a loop that never ends? While your code runs, nothing else happens in your program: no port is opened, no event is delivered.',
      },
    )
  }
  return new CheckFailure(
    'not-listening',
    `${program.name} is running, and ${formatDuration(idleStartMs)} after it had last done anything it was not listening on any port. ${program.told}`,
    {
      help: 'Does your program reach the line that calls listen? Perhaps it waits for something else first.',
    },
  )
}
