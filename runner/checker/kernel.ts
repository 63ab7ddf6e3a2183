/**
 * What the Linux kernel knows about a process and its sockets, read from /proc (man 5 proc).
 * This is how a check learns that a server is ready without connecting to it: a one-shot server would take
 * the probe for its only client. Where there is no /proc, `isKernelReadable` is false and callers fall back.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile, readlink } from 'node:fs/promises'

export const isKernelReadable = process.platform === 'linux' && existsSync('/proc/self/net/tcp')

/** One row of /proc/net/{tcp,tcp6,udp,udp6}. */
export interface SocketRow {
  readonly protocol: 'tcp' | 'udp'
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

/** Reads all rows of one protocol, IPv4 and IPv6. */
export async function readSocketRows(protocol: 'tcp' | 'udp'): Promise<SocketRow[]> {
  const tables = await Promise.all(
    [protocol, `${protocol}6`].map((table) => readFile(`/proc/self/net/${table}`, 'utf8').catch(() => '')),
  )
  return tables.flatMap((table) =>
    table
      .split('\n')
      .slice(1)
      .flatMap((line) => parseSocketRow(protocol, line) ?? []),
  )
}

function parseSocketRow(protocol: 'tcp' | 'udp', line: string): SocketRow | undefined {
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
export async function readSocketInodes(pid: number): Promise<Set<number>> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => [])
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')))
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
}

/** Reads facts about one process; undefined when there is none with this id. */
export async function readProcessFacts(pid: number): Promise<ProcessFacts | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  // The second field is the program's name in brackets and may hold blanks and brackets itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const at = (index: number) => Number(fields[index] ?? 0)
  return { state: fields[0] ?? '?', parent: at(1), group: at(2), ticks: at(11) + at(12), threads: at(17) }
}

/** Reads how many descriptors a process holds open. */
export async function readDescriptorCount(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`).catch(() => [])).length
}

/** Reads how many bytes of memory a process occupies (resident set). */
export async function readResidentBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024
}

/** Whether any thread of the process is running or waiting for a processor at this moment. */
export async function isComputing(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const states = await Promise.all(
    threads.map(async (thread) => {
      const text = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => '')
      return text.charAt(text.lastIndexOf(')') + 2)
    }),
  )
  return states.some((state) => state === 'R' || state === 'D')
}

/** Reads the ids of all processes below `root` (children, their children …) and of all whose environment holds `mark`. */
export async function readFamily(root: number | undefined, mark: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const facts = await Promise.all(
    pids.map(async (pid) => {
      const [process, environment] = await Promise.all([
        readProcessFacts(pid),
        readFile(`/proc/${pid}/environ`, 'latin1').catch(() => ''),
      ])
      return {
        pid,
        parent: process?.parent ?? 0,
        isAlive: process && process.state !== 'Z',
        isMarked: environment.includes(mark),
      }
    }),
  )
  const family = new Set(facts.filter(({ isMarked }) => isMarked).map(({ pid }) => pid))
  if (root !== undefined) family.add(root)
  for (let size = 0; size !== family.size;) {
    size = family.size
    for (const { pid, parent } of facts) if (family.has(parent)) family.add(pid)
  }
  return facts.filter(({ pid, isAlive }) => isAlive && family.has(pid)).map(({ pid }) => pid)
}
