import { spawn } from 'node:child_process'
import { isKernelReadable, readFamily } from './kernel.ts'

/** Every program that a run starts carries its run's mark in its environment, and so do their children. */
export const markVariable = 'SOCKET_WORKBOOK_RUN'

/**
 * Ends a process with everything that it started, at once and whatever it does about signals.
 *
 * The process group catches ordinary children. On Linux a child that left the group (`detached: true`, setsid)
 * is found by its parent or by the mark in its environment. On Windows `taskkill /T` walks the tree. On other
 * systems a child that left the group and cleared its environment escapes.
 *
 * @param pid leader of the group; undefined ends only what carries the mark.
 */
export async function endTree(pid: number | undefined, mark: string): Promise<void> {
  if (process.platform === 'win32') {
    if (pid !== undefined) await runTaskkill(pid)
    return
  }
  const needle = `${markVariable}=${mark}`
  // Rounds, because a process can fork between being seen and being ended.
  for (let round = 0; round < 10; round++) {
    const family = isKernelReadable ? readFamily(pid, needle).filter((member) => member !== process.pid) : []
    if (round === 0) signalGroup(pid, 'SIGKILL')
    if (family.length === 0) return
    for (const member of family) send(member, 'SIGKILL')
  }
}

/** Sends a signal to the group that a process leads; on Windows, which has no groups, to the process. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid !== undefined) send(process.platform === 'win32' ? pid : -pid, signal)
}

function send(pid: number, signal: NodeJS.Signals): void {
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
