/**
 * The sockets of this machine, read from /proc/net. This is how a check learns that a server is ready without connecting
 * to it: a one-shot server would take the probe for its only client.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { readLink, readNames, readText } from './proc-files.ts'
import type { SocketKind } from './protocol.ts'

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
/** Rows are read into it: one, or as many as fit. */
const scratch = Buffer.allocUnsafeSlow(32 * rowBytes)
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
      const wanted = reads < mostSingleRows ? rowBytes : scratch.length
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
