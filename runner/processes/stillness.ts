/** Whether a process was made to stand still by a signal (SIGSTOP). */
import { readNames, readText } from './proc-files.ts'

/**
 * Whether every thread of a process has stopped: state T (man 5 proc). The signal is sent at once and obeyed by each
 * thread when it next runs, so that there is a moment in which some still do.
 */
export function isStandingStill(pid: number): boolean {
  const threads = readNames(`/proc/${pid}/task`)
  return threads.length > 0 && threads.every((thread) => readState(pid, thread) === 'T')
}

function readState(pid: number, thread: string): string {
  const text = readText(`/proc/${pid}/task/${thread}/stat`)
  return text.charAt(text.lastIndexOf(')') + 2)
}
