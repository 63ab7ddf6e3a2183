/**
 * Bounds for what a submission's programs may take, whether they are shut in or not. A process may hold so much data (a limit of the kernel's, set at its start);
 * and a few times a second it is looked how much all processes of a run hold together, and how many they are. Where they
 * are too many or too big, all of them are ended.
 *
 * A limit on the number of processes would not do where programs are not shut in: it counts all processes of a user (man 2 setrlimit, RLIMIT_NPROC),
 * of whoever grades in this case, and does not hold for root. Nor would one on addresses (RLIMIT_AS): V8 reserves far more
 * of them than it uses.
 */
import { endTree } from './end-tree.ts'
import { readFamily } from './family.ts'
import { isKernelReadable } from './proc-files.ts'
import { readResidentBytes } from './process-facts.ts'

export interface Bounds {
  /** How much data one process may hold, and what all processes of a run may occupy together. */
  readonly dataBytes: number
  readonly residentBytes: number
  /** How many processes a run may have at a time. */
  readonly processes: number
}

const mebibyte = 1024 * 1024

/** As far as lessons ask for it: a crowd of clients, each a Node of some 45 MiB, half of which they share. */
export const boundsOfClass: Bounds = {
  dataBytes: 1_024 * mebibyte,
  residentBytes: 3_072 * mebibyte,
  processes: 256,
}

const lookEveryMs = 200

/** Whether memory and processes are looked at on this system. */
export const areBoundsWatched = isKernelReadable

/**
 * Watches the processes that carry a mark until it is disposed of. Where the system does not tell, it does nothing.
 * @param onExceeded told once, before they are ended, which of the two was too much
 */
export function watchBounds(
  mark: string,
  { residentBytes, processes }: Bounds,
  onExceeded: (what: 'memory' | 'processes') => void,
): Disposable {
  if (!areBoundsWatched) return { [Symbol.dispose]: () => {} }
  let isTold = false
  const look = () => {
    const family = readFamily(undefined, mark)
    const excess =
      family.length > processes ? 'processes' : isTooBig(family, residentBytes) ? 'memory' : undefined
    if (excess === undefined) return
    if (!isTold) onExceeded(excess)
    isTold = true
    // What forks while it is being ended is met at the next look.
    void endTree(undefined, mark)
  }
  const timer = setInterval(look, lookEveryMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function isTooBig(family: readonly number[], most: number): boolean {
  return family.reduce((sum, pid) => sum + readResidentBytes(pid), 0) > most
}
