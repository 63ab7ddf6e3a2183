/**
 * What the Linux kernel knows about a process and its sockets, read from /proc (man 5 proc).
 * This is how a check learns that a server is ready without connecting to it: a one-shot server would take
 * the probe for its only client. Where there is no /proc, `isKernelReadable` is false and callers fall back.
 *
 * Everything here is read synchronously: /proc is memory and never waits for a disk, and a read costs a tenth of the
 * processor time that it would take through Node's thread pool.
 */
import type { SocketKind } from './protocol.ts'
import { closeSync, existsSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'

export const isKernelReadable = process.platform === 'linux' && existsSync('/proc/self/net/tcp')

/** One row of /proc/net/{tcp,tcp6,udp,udp6}. */
export interface SocketRow {
  readonly protocol: SocketKind
  readonly address: string
  readonly port: number
  readonly remoteAddress: string
  readonly remotePort: number
  readonly state: string
  /** Bytes that the owner has not read yet; for a listening socket, connections that it has not accepted yet. */
  readonly receiveQueue: number
  /** Bytes that were written and that the other side has not acknowledged yet. */
  readonly transmitQueue: number
  /** 0 when no process owns the socket any more, as in TIME_WAIT. */
  readonly inode: number
}

/** States as the kernel numbers them (include/net/tcp_states.h). */
export const socketStates = {
  established: '01',
  finWait1: '04',
  finWait2: '05',
  timeWait: '06',
  closed: '07',
  closeWait: '08',
  listen: '0A',
} as const

/**
 * Reads the rows of one protocol, IPv4 and IPv6.
 * @param port only rows with this local or remote port; without it, all.
 */
export function readSocketRows(protocol: SocketKind, port?: number): SocketRow[] {
  return [protocol, `${protocol}6`].flatMap((table) => readTable(protocol, table, port))
}

/**
 * Reads until a row fits: first the table of IPv4, and that of IPv6 only if it has to be. For a TCP table the kernel
 * walks through all of its hash table, as far as it has to for what is asked, listening sockets first; so it is asked for
 * a row at a time. Measured: 0.07 ms for a listening socket and 2.4 ms for a connection, where all rows took 4.8 ms.
 */
export function findSocketRow(
  protocol: SocketKind,
  port: number,
  isWanted: (row: SocketRow) => boolean,
): SocketRow | undefined {
  return (
    findInTable(protocol, protocol, port, isWanted) ?? findInTable(protocol, `${protocol}6`, port, isWanted)
  )
}

/**
 * The same for a socket that listens (TCP) or receives (UDP). Those that listen stand first in a TCP table, and only they
 * are read: a walk through all connections, milliseconds of processor time, would be for nothing.
 */
export function findOpenSocket(
  protocol: SocketKind,
  port: number,
  isWanted: (row: SocketRow) => boolean,
): SocketRow | undefined {
  const isOpen = (row: SocketRow) => isOpenSocket(row) && isWanted(row)
  const onlyListeners = protocol === 'tcp'
  return (
    findInTable(protocol, protocol, port, isOpen, onlyListeners) ??
    findInTable(protocol, `${protocol}6`, port, isOpen, onlyListeners)
  )
}

/** Whether a socket listens (TCP) or receives (UDP). */
export function isOpenSocket({ protocol, state }: SocketRow): boolean {
  return state === (protocol === 'tcp' ? socketStates.listen : socketStates.closed)
}

/** A row of a TCP table (net/ipv4/tcp_ipv4.c, TMPSZ). */
const rowBytes = 150
/** After so many rows more are asked for at once: then the way to and from the kernel is what takes long. */
const mostSingleRows = 64

function findInTable(
  protocol: SocketKind,
  table: string,
  port: number,
  isWanted: (row: SocketRow) => boolean,
  onlyListeners = false,
): SocketRow | undefined {
  if (table.endsWith('6') && hasNoSocketOfIPv6(protocol)) return undefined
  const needle = portNeedle(port)
  let file: number | undefined
  try {
    file = openSync(`/proc/self/net/${table}`, 'r')
    let rest = ''
    for (let reads = 0; ; reads++) {
      const wanted = reads < mostSingleRows ? rowBytes : 32 * rowBytes
      const length = readSync(file, scratch, 0, wanted, null)
      if (length === 0) return undefined
      const lines = (rest + scratch.toString('latin1', 0, length)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const row = line.includes(needle) ? parseSocketRow(protocol, line) : undefined
        if (row && isWanted(row)) return row
        if (onlyListeners && isConnection(line)) return undefined
      }
    }
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Whether no socket of IPv6 is in use (man 5 proc, `/proc/net/sockstat6`); rows in TIME_WAIT may be there all the same. */
function hasNoSocketOfIPv6(protocol: SocketKind): boolean {
  return readText('/proc/self/net/sockstat6').includes(`${protocol.toUpperCase()}6: inuse 0\n`)
}

/** Whether a line of a TCP table is of another socket than one that listens; the line of the heading is of none. */
function isConnection(line: string): boolean {
  const state = /^ *\d+: \S+ \S+ (\S+)/.exec(line)?.[1]
  return state !== undefined && state !== socketStates.listen
}

/** How a port stands in a row, local or remote. */
function portNeedle(port: number): string {
  return `:${port.toString(16).toUpperCase().padStart(4, '0')} `
}

function readTable(protocol: SocketKind, table: string, port: number | undefined): SocketRow[] {
  // After a crowd has left, the table holds hundreds of rows in TIME_WAIT; most lines need not be taken apart.
  const needle = port === undefined ? ':' : portNeedle(port)
  const lines = readText(`/proc/self/net/${table}`).split('\n').slice(1)
  return lines.filter((line) => line.includes(needle)).flatMap((line) => parseSocketRow(protocol, line) ?? [])
}

function parseSocketRow(protocol: SocketKind, line: string): SocketRow | undefined {
  const fields = line.trim().split(/\s+/)
  const [, local, remote, state, queues, , , , , inode] = fields
  if (!local || !remote || !state || !queues || !inode) return undefined
  const [address, port] = parseEndpoint(local)
  const [remoteAddress, remotePort] = parseEndpoint(remote)
  const [transmitQueue = 0, receiveQueue = 0] = queues.split(':').map((hex) => Number.parseInt(hex, 16))
  return {
    protocol,
    address,
    port,
    remoteAddress,
    remotePort,
    state,
    receiveQueue,
    transmitQueue,
    inode: Number(inode),
  }
}

/** The kernel prints an address as 32-bit words in the machine's byte order, and the port as a number. */
function parseEndpoint(text: string): [address: string, port: number] {
  const [hex = '', port = '0'] = text.split(':')
  const words = hex.match(/.{8}/g) ?? []
  const bytes = words.flatMap((word) => [...Buffer.from(word, 'hex').reverse()])
  return [formatAddress(bytes), Number.parseInt(port, 16)]
}

function formatAddress(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.every((byte) => byte === 0)) return '::'
  if (bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return '::1'
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  if (isMapped) return bytes.slice(12).join('.')
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)).toString(16),
  )
  return groups.join(':')
}

/** Reads the inodes of all sockets that a process holds open; none when it has ended. */
export function readSocketInodes(pid: number): Set<number> {
  const links = readNames(`/proc/${pid}/fd`).map((name) => readLink(`/proc/${pid}/fd/${name}`))
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []).map(Number))
}

export interface ProcessFacts {
  readonly parent: number
  readonly group: number
  /** One letter: R running, S sleeping, D in a disk wait, T stopped, Z ended and not collected (man 5 proc). */
  readonly state: string
  /** Processor time used so far by all threads, in clock ticks. */
  readonly ticks: number
  readonly threads: number
  /** When it was started, in clock ticks since the machine was. */
  readonly startedAt: number
}

/** Reads facts about one process; undefined when there is none with this id. */
export function readProcessFacts(pid: number): ProcessFacts | undefined {
  const text = readText(`/proc/${pid}/stat`)
  if (text === '') return undefined
  // The second field is the program's name in brackets and may hold blanks and brackets itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const at = (index: number) => Number(fields[index] ?? 0)
  return {
    state: fields[0] ?? '?',
    parent: at(1),
    group: at(2),
    ticks: at(11) + at(12),
    threads: at(17),
    startedAt: at(19),
  }
}

/** Reads how many descriptors a process holds open. */
export function readDescriptorCount(pid: number): number {
  return readNames(`/proc/${pid}/fd`).length
}

/** Reads how many bytes of memory a process occupies (resident set). */
export function readResidentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/status`))?.[1] ?? 0) * 1024
}

/** Whether any thread of the process is running or waiting for a processor at this moment. */
export function isComputing(pid: number): boolean {
  return readNames(`/proc/${pid}/task`).some((thread) => {
    const text = readText(`/proc/${pid}/task/${thread}/stat`)
    const state = text.charAt(text.lastIndexOf(')') + 2)
    return state === 'R' || state === 'D'
  })
}

/** The numbers of epoll_wait and epoll_pwait, in which Node sleeps (arch/x86/entry/syscalls, asm-generic/unistd.h). */
const epollCalls: Partial<Record<NodeJS.Architecture, readonly number[]>> = {
  x64: [232, 281],
  arm64: [22],
  riscv64: [22],
  loong64: [22],
}

/**
 * Reads for how many milliseconds the threads of a process will sleep that wait for events; Infinity for one that has
 * set no timer. Undefined where that cannot be known: its main thread does not sleep so, or the kernel does not tell
 * (man 5 proc, `/proc/PID/syscall`).
 */
export function readSleeps(pid: number): number[] | undefined {
  const main = readSleep(pid, pid)
  if (main === undefined) return undefined
  return [main, ...readNames(`/proc/${pid}/task`).flatMap((thread) => readSleep(pid, Number(thread)) ?? [])]
}

function readSleep(pid: number, thread: number): number | undefined {
  const [call, , , , timeout = ''] = readText(`/proc/${pid}/task/${thread}/syscall`).split(' ')
  if (!epollCalls[process.arch]?.includes(Number(call))) return undefined
  // The timeout is an int: −1, for ever, is all ones, of 32 or of 64 bits.
  const ms = Number(BigInt.asIntN(32, BigInt(timeout)))
  return ms < 0 ? Number.POSITIVE_INFINITY : ms
}

/**
 * Files of /proc have no length, so that `readFileSync` takes 64 KiB anew for each of them. Thousands are read in a check,
 * and putting that memory away took more time than the reading.
 */
const scratch = Buffer.allocUnsafeSlow(64 * 1024)

/** A process may end while it is being read, and another user's may not be read at all; either is as if it were not there. */
export function readText(path: string): string {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    let text = ''
    for (;;) {
      const length = readSync(file, scratch, 0, scratch.length, null)
      if (length === 0) return text
      text += scratch.toString('latin1', 0, length)
    }
  } catch {
    return ''
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** The names in a folder of /proc; none when it is not there or may not be read. */
export function readNames(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
