/** Learns that a server is ready from the kernel's tables, never by a probe connection. */
import { listSockets, type Protocol, type SocketKind } from '../../processes/protocol.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import {
  findOpenSocket,
  isOpenSocket,
  readSocketInodes,
  readSocketRows,
  type SocketRow,
} from '../../processes/socket-table.ts'
import { isFamilyComputing, readFamily } from '../../processes/family.ts'
import type { Program } from './program.ts'
import { describeEarlyExit, describeWrongPlace } from './ready-failures.ts'
import type { Happening, Recorder } from '../record/recorder.ts'
import { waitAndTell } from '../record/wait.ts'

/** Starting may take long on a busy machine; a program that waits idly is given up sooner. */
const longestStartMs = 20_000
const idleStartMs = 4_000

/** How often the kernel's tables are read although nothing new was seen of the program, in milliseconds. */
const lookForChildrenMs = 250

/** A program that has printed so many characters before it listens is in a loop and not on its way. */
const floodLength = 4 * 1024 * 1024

export type Readiness = 'ready' | 'port-was-taken'

/**
 * Waits until the program has the sockets of its protocol that answer on 127.0.0.1 at its port.
 * @returns 'port-was-taken' when somebody else got the port first, so that another one has to be tried.
 * @throws {CheckFailure} did-not-start, exited-early, not-listening or listening-elsewhere.
 */
export async function waitUntilReady(
  program: Program,
  protocol: Protocol,
  recorder: Recorder,
): Promise<Readiness> {
  if (!isKernelReadable) return 'ready'
  const places = new Map<string, Pick<Happening, 'address' | 'socket'>>()
  for (const [index, kind] of listSockets(protocol).entries()) {
    const row = await waitForSocket(program, kind, recorder, index > 0)
    if (row === 'port-was-taken') return row
    // Where it really is: a program on every interface answers on 127.0.0.1 as well.
    const place = `${row.address} ${row.port}`
    // Of one that does both there, it is told that it listens.
    if (!places.has(place))
      places.set(place, { address: { host: row.address, port: row.port }, socket: kind })
  }
  for (const place of places.values()) recorder.record({ peer: program.id, kind: 'listening', ...place })
  return 'ready'
}

async function waitForSocket(
  program: Program,
  kind: SocketKind,
  recorder: Recorder,
  hasBegun: boolean,
): Promise<SocketRow | 'port-was-taken'> {
  const findReady = createReadyLook(program, kind, hasBegun)
  const look = () => {
    const row = findReady()
    if (row) return row
    if (program.printedLength > floodLength) return 'flooded'
    return program.hasExited ? 'exited' : undefined
  }
  const { found, waitedMs } = await waitAndTell(look, {
    recorder,
    pid: program.pid,
    quietMs: idleStartMs,
    longestMs: longestStartMs,
    everyMs: 5,
  })
  if (typeof found === 'object') return found
  if (program.exit) {
    await program.closed
    if (isHeldBySomebodyElse(program, kind)) return 'port-was-taken'
    throw describeEarlyExit(program)
  }
  throw describeWrongPlace(program, kind, {
    // One that was still printing when the time was up did not wait for anything.
    hasFlooded: found === 'flooded' || program.printedLength > floodLength / 4,
    isBusy: program.pid !== undefined && isFamilyComputing(program.pid),
    waitedMs,
    open: readOpenPorts(program, kind),
    ofOtherProtocol: readOpenPorts(program, kind === 'tcp' ? 'udp' : 'tcp'),
  })
}

/** Reads the sockets on which a program, or a process that it started, listens (TCP) or receives (UDP). */
export function readOpenPorts(program: Program, protocol: SocketKind): SocketRow[] {
  if (program.pid === undefined || program.hasExited) return []
  const open = readSocketRows(protocol).filter(isOpenSocket)
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
  return readSocketRows(protocol).filter((row) => isOpenSocket(row) && inodes.has(row.inode))
}

/**
 * Returns a function that finds the socket with which the program answers on 127.0.0.1 at its port. It is called every few
 * milliseconds, and the kernel's tables are dear: they are read when the program has opened a socket or printed
 * something, and once in a while for a child that listens for it.
 * @param hasBegun whether it has been seen to open something already, so that the first look reads them too.
 */
function createReadyLook(
  program: Program,
  protocol: SocketKind,
  hasBegun: boolean,
): () => SocketRow | undefined {
  const isWanted = (row: SocketRow) => row.port === program.port && covers(row, program.host)
  let seen = ''
  let readAt = performance.now()
  let readsDue = hasBegun ? 1 : 0
  return () => {
    const inodes = program.pid === undefined ? new Set<number>() : readSocketInodes(program.pid)
    const now = `${program.printedLength} ${[...inodes].join(' ')}`
    // Between opening a socket and listening on it lies a moment, in which it may be seen.
    if (seen !== '' && now !== seen) readsDue = 3
    seen = now
    if (readsDue === 0 && performance.now() - readAt < lookForChildrenMs) return undefined
    readsDue = Math.max(0, readsDue - 1)
    readAt = performance.now()
    const row = findOpenSocket(protocol, program.port, isWanted)
    if (!row || inodes.has(row.inode)) return row
    return readOpenPorts(program, protocol).find(isWanted)
  }
}

/** Whether who connects or sends to `host` comes to this socket. */
function covers({ address }: SocketRow, host: string): boolean {
  return address === host || address === '0.0.0.0' || address === '::'
}

function isHeldBySomebodyElse({ port, host }: Program, protocol: SocketKind): boolean {
  return findOpenSocket(protocol, port, (row) => row.port === port && covers(row, host)) !== undefined
}
