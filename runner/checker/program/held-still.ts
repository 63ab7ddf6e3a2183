/** A program that is held still while something comes to it. */
import { say } from '../../language/say.ts'
import { isKernelReadable } from '../../processes/proc-files.ts'
import { isStandingStill } from '../../processes/stillness.ts'
import { CannotJudge } from '../../processes/cannot-judge.ts'
import type { Program } from './program.ts'
import type { Recorder } from '../record/recorder.ts'
import { letPendingEventsIn, waitFor } from '../record/wait.ts'

/**
 * Holds a program still (SIGSTOP) while `body` runs, and lets it go on afterwards (SIGCONT), whatever becomes of `body`.
 * Where the kernel can be read, it has surely stopped before `body` begins. What `body` has sent or ended waits for the
 * program in the system before it goes on.
 * @throws {CannotJudge} when it does not stop.
 */
export async function whileHeldStill<T>(
  program: Program,
  recorder: Recorder,
  body: () => Promise<T>,
): Promise<T> {
  // Windows has no such signal; there a program reads what comes when it comes.
  if (process.platform === 'win32') return await body()
  const { pid } = program
  program.signal('SIGSTOP')
  try {
    const hasStopped = () =>
      program.hasExited || pid === undefined || !isKernelReadable || isStandingStill(pid) ? true : undefined
    if (!(await waitFor(hasStopped, { recorder, pid, everyMs: 1 })))
      throw new CannotJudge(say`A program that was to be held still (SIGSTOP) did not stop.`)
    const result = await body()
    // Node hands the end of a connection on to the system a turn after end().
    await letPendingEventsIn()
    return result
  } finally {
    if (!program.hasExited) program.signal('SIGCONT')
  }
}
