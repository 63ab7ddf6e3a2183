/**
 * How every program of a learner's is started: by a shell that sets two limits and then becomes the program, so that
 * the id of the process stays the same and nothing of ours is in it.
 */
import { confine, type ConfinedPlace } from './confinement.ts'
import { fileSizeLimit } from './mark.ts'

/** Kernel-enforced limit of processor time, in seconds: ends an endless loop even if every watcher was killed. */
const processorSeconds = 90

/**
 * The lines of a shell that set the limit of processor time, and that of a file's size, by which the program and all
 * that it starts is known; and that of what a process may hold, where one is named. What a system does not allow is left
 * as it is.
 */
export function setLimits(mark: string, dataBytes?: number): string {
  const data = dataBytes === undefined ? '' : `; ulimit -d ${Math.floor(dataBytes / 1024)} 2>/dev/null`
  return `ulimit -t ${processorSeconds} 2>/dev/null; ulimit -f ${fileSizeLimit(mark)} 2>/dev/null${data}`
}

/** Returns the command that runs `command` under these limits, where the system has them, and shut in where that is asked. */
export function limit(
  command: string,
  args: string[],
  mark: string,
  place?: ConfinedPlace,
  dataBytes?: number,
): [command: string, args: string[]] {
  if (process.platform === 'win32') return [command, args]
  const [program, words] = place ? confine(command, args, place) : [command, args]
  return ['/bin/sh', ['-c', `${setLimits(mark, dataBytes)}; exec "$0" "$@"`, program, ...words]]
}
