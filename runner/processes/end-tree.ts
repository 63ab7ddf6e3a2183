import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { forgetDescendants, readFamily } from './family.ts'
import { isKernelReadable } from './proc-files.ts'

/** So long, in milliseconds, is waited for processes that were sent SIGKILL and do not go: the kernel holds them. */
const longestDyingMs = 5_000

/**
 * Ends a process with everything that it started, at once and whatever it does about signals.
 *
 * The process group catches ordinary children. On Linux a child that left the group (`detached: true`, setsid) is
 * found by its parent or by its mark, which it cannot put down by accident: see mark.ts. On Windows `taskkill /T` walks
 * the tree. On other systems a child that left the group escapes.
 *
 * @param pid leader of the group; undefined ends only what carries the mark.
 * @returns when nothing of it is alive but perhaps the leader, whose end its parent hears of; where the kernel does not
 * let one go, after some seconds
 */
export async function endTree(pid: number | undefined, mark: string): Promise<void> {
  if (process.platform === 'win32') {
    if (pid !== undefined) await runTaskkill(pid)
    return
  }
  // Rounds, because a process can fork between being seen and being ended, and because one that was sent SIGKILL wants a
  // processor to die. What the program itself forks meanwhile is ended with its group.
  const giveUpAt = performance.now() + longestDyingMs
  for (let round = 0; performance.now() < giveUpAt; round++) {
    const family = isKernelReadable ? readFamily(pid, mark).filter((member) => member !== process.pid) : []
    if (round === 0) signalGroup(pid, 'SIGKILL')
    for (const member of family) sendSignal(member, 'SIGKILL')
    // Whoever watches it looks for what it left behind once it has gone; only others can have forked meanwhile.
    if (family.length === 0 && pid !== undefined) forgetDescendants(pid)
    if (family.every((member) => member === pid)) return
    if (round > 1) await pause(Math.min(round, 20))
  }
}

/** Sends a signal to the group that a process leads; on Windows, which has no groups, to the process. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid !== undefined) sendSignal(process.platform === 'win32' ? pid : -pid, signal)
}

/** Sends a signal to a process that may have ended by then. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended by itself in the meantime, which is what was wanted.
  }
}

function runTaskkill(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const taskkill = spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
    taskkill.once('error', () => resolve())
    taskkill.once('close', () => resolve())
  })
}
