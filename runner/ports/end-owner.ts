/** Ends a process that holds a port. */
import { pause } from '../checker/wait.ts'
import { readErrorCode } from '../error-facts.ts'
import { isEndable } from './holders.ts'
import { type Owner, readStartTicks } from './read-owner.ts'

/** So long a program that was asked to end may take to do so. */
export const longestGoodbyeMs = 3_000

const lookAgainMs = 25

/**
 * Sends a signal to a lesson program and waits until it has ended.
 * @returns whether it has; false when it is still there after 3 seconds
 * @throws {Error} when it is not one that the learner may end: a mistake of the caller's
 */
export async function endOwner(owner: Owner, signal: 'SIGTERM' | 'SIGKILL'): Promise<boolean> {
  if (!isEndable(owner)) throw new Error(`Process ${owner.pid} is no lesson program of the learner's.`)
  // The id may have been given to another process since it was looked at.
  const isThere = () => readStartTicks(owner.pid) === owner.startTicks
  if (isThere()) signalOne(owner.pid, signal)
  const deadline = performance.now() + longestGoodbyeMs
  while (isThere()) {
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
    if (readErrorCode(error) !== 'ESRCH') throw error
  }
}
