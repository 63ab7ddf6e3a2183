/** Ends a process that holds a port. */
import { readSocketRows } from '../../processes/socket-table.ts'
import { pause } from '../../checker/record/wait.ts'
import { findErrorCode } from '../../edge/error-facts.ts'
import { isEndable } from '../../ports/holders.ts'
import { type Owner, readStartTicks } from '../../ports/read-owner.ts'
import type { PortFacts } from '../../ports/read-port.ts'

/** So long a program that was asked to end may take to do so. */
export const longestGoodbyeMs = 3_000

const lookAgainMs = 25

/**
 * Sends a signal to a lesson program that holds a port and waits until it has ended and let go of the port.
 * @returns whether it has; false when it is still there after 3 seconds
 * @throws {Error} when it is not one that the learner may end: a mistake of the caller's
 */
export async function endOwner(
  { port, holds }: PortFacts,
  owner: Owner,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<boolean> {
  if (!isEndable(owner)) throw new Error(`Process ${owner.pid} is no lesson program of the learner's.`)
  // The id may have been given to another process since it was looked at.
  const isThere = () => readStartTicks(owner.pid) === owner.startTicks
  // The first thread of a process can have ended while the others still are about to, with its sockets.
  const own = holds.filter(({ owners }) => owners.every(({ pid }) => pid === owner.pid))
  const inodes = own.map(({ inode }) => inode)
  const holdsOn = () =>
    (['tcp', 'udp'] as const).some((protocol) =>
      readSocketRows(protocol, port).some(({ inode }) => inode !== 0 && inodes.includes(inode)),
    )
  if (isThere()) signalOne(owner.pid, signal)
  const deadline = performance.now() + longestGoodbyeMs
  while (isThere() || holdsOn()) {
    if (performance.now() >= deadline) return false
    await pause(lookAgainMs)
  }
  return true
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // It has ended by itself in the meantime, which is what was wanted.
    if (findErrorCode(error) !== 'ESRCH') throw error
  }
}
