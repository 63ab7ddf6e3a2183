/** Questions about who holds a port that several places ask. Pure. */
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

/** Lesson programs of this workbook that wait for clients or datagrams on the port. */
export function listLessonServers({ holds }: PortFacts): Owner[] {
  const waiting = holds.filter(({ kind }) => kind !== 'connection')
  return listOwners(waiting).filter(({ lessonProgram }) => lessonProgram !== undefined)
}

/** Whether the learner may be offered to end a process: it is their own and runs a lesson program of this workbook. */
export function isEndable({ isSameUser, lessonProgram }: Owner): boolean {
  return isSameUser && lessonProgram !== undefined
}
