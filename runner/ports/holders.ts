/** Questions about who holds a port that several places ask. Pure. */
import type { PortUse } from '../lessons/programs.ts'
import type { SocketKind } from '../processes/protocol.ts'
import type { Owner } from './read-owner.ts'
import type { Hold, PortFacts } from './read-port.ts'

/** Whether a program that wants to listen on the port, or to bind it, finds it taken. */
export function isTaken({ holds, timeWait }: PortFacts): boolean {
  return holds.length > 0 || timeWait > 0
}

/** All processes that hold the port, each once, in the order of their sockets. */
export function listOwners(holds: readonly Hold[]): Owner[] {
  const owners = holds.flatMap((hold) => hold.owners)
  return owners.filter(({ pid }, index) => owners.findIndex((other) => other.pid === pid) === index)
}

/** Live sockets that stand in the way of a program that wants the port for the same kind of use. */
export function listRivals({ holds }: PortFacts, { socket }: PortUse): Hold[] {
  return holds.filter(({ kind }) => kind === holdKinds[socket])
}

/** As what a server's socket stands in the kernel's tables. */
const holdKinds = { tcp: 'listener', udp: 'datagrams' } as const satisfies Record<SocketKind, Hold['kind']>

/** Whether the learner may be offered to end a process: it is their own and runs a lesson program of this workbook. */
export function isEndable({ isSameUser, lessonProgram }: Owner): boolean {
  return isSameUser && lessonProgram !== undefined
}
