/** Who holds a port of this machine, from the kernel's tables. */
import { readdirSync, realpathSync } from 'node:fs'
import { isKernelReadable } from '../processes/proc-files.ts'
import { readSocketInodes, readSocketRows, type SocketRow, socketStates } from '../processes/socket-table.ts'
import { type Owner, readOwner } from './read-owner.ts'

/** `listener` accepts connections, `connection` is one end of one, `datagrams` is a UDP socket. */
type HoldKind = 'listener' | 'connection' | 'datagrams'

/** One live socket on the port. */
export interface Hold {
  readonly kind: HoldKind
  readonly address: string
  /** The kernel's number for the socket. */
  readonly inode: number
  /** The processes that have it open; none where they belong to somebody else and may not be read. */
  readonly owners: readonly Owner[]
}

export interface PortFacts {
  readonly port: number
  /** Live sockets, listeners first. */
  readonly holds: readonly Hold[]
  /** How many ended connections the system still keeps in TIME_WAIT on this port. No process owns them. */
  readonly timeWait: number
}

/**
 * Reads who holds a port, TCP and UDP, IPv4 and IPv6.
 * @param root the workbook's folder, by which its lesson programs are known
 * @returns undefined where the kernel's tables cannot be read
 */
export function readPort(port: number, root: string): PortFacts | undefined {
  if (!isKernelReadable) return undefined
  const tcp = readSocketRows('tcp', port).filter((row) => row.port === port)
  const udp = readSocketRows('udp', port).filter((row) => row.port === port)
  // Rows without an inode, TIME_WAIT and its like, have no socket of any process behind them.
  const live = [...tcp, ...udp].filter(({ inode }) => inode !== 0)
  const owners = readOwners(new Set(live.map(({ inode }) => inode)), realpathSync(root))
  const holds = live.map((row) => ({
    kind: chooseKind(row),
    address: row.address,
    inode: row.inode,
    owners: owners.get(row.inode) ?? [],
  }))
  return {
    port,
    holds: [
      ...holds.filter(({ kind }) => kind === 'listener'),
      ...holds.filter(({ kind }) => kind === 'datagrams'),
      ...holds.filter(({ kind }) => kind === 'connection'),
    ],
    timeWait: tcp.filter(({ state }) => state === socketStates.timeWait).length,
  }
}

function chooseKind({ protocol, state }: SocketRow): HoldKind {
  if (protocol === 'udp') return 'datagrams'
  return state === socketStates.listen ? 'listener' : 'connection'
}

/** Socket inode to the processes that have it open. A socket can be shared: a parent may have handed it down. */
function readOwners(inodes: ReadonlySet<number>, root: string): ReadonlyMap<number, readonly Owner[]> {
  const owners = new Map<number, Owner[]>()
  if (inodes.size === 0) return owners
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/u.test(name))) {
    const held = [...readSocketInodes(Number(name))].filter((inode) => inodes.has(inode))
    const owner = held.length > 0 ? readOwner(Number(name), root) : undefined
    if (owner) for (const inode of held) owners.set(inode, [...(owners.get(inode) ?? []), owner])
  }
  return owners
}
