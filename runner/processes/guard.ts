/**
 * The guard: a process beside this one that ends what carries a mark when this one is gone, even by kill -9. Nothing of
 * ours has to be in the programs for that.
 *
 * It holds the other end of a pipe to this process. However this ends, the system closes its end, and the guard reads
 * the end of the file (man 7 pipe). Until then it is a shell that waits, which costs a millisecond; only when there is
 * something to end does it become Node.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Guard extends AsyncDisposable {
  /** Names the run whose processes are to be ended; undefined: there is nothing to end. It replaces the one before. */
  readonly watch: (mark: string | undefined) => void
}

/**
 * What the shell does. Descriptor 3 is a pipe to whoever stands above this process: when that is gone, this process is
 * ended, also when it stands still (SIGSTOP) and could not hear of it. The signals of a terminal that is closed are not
 * for a guard: it is there for what comes after.
 */
const script = (isBelow: boolean) => `trap '' HUP INT QUIT TERM USR1 USR2
${isBelow ? '{ read -r _; kill -KILL "$1"; } <&3 & above=$!' : 'above='}
while read -r line; do mark=$line; done
[ -z "$above" ] || kill -KILL "$above"
[ -z "$mark" ] || exec "$0" "$2" "$mark"`

/**
 * Starts a guard for this process.
 * @param above a descriptor of this process, the end of a pipe to the process that stands above it
 */
export function startGuard(above?: number): Guard {
  const ender = fileURLToPath(new URL('./end-left.cjs', import.meta.url))
  const [command, args] =
    process.platform === 'win32'
      ? [process.execPath, [ender]]
      : ['/bin/sh', ['-c', script(above !== undefined), process.execPath, String(process.pid), ender]]
  const child = spawn(command, args, {
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['pipe', 'ignore', 'ignore', above ?? 'ignore'],
    detached: process.platform !== 'win32',
  })
  const hasExited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  // A guard that was ended by somebody else is missed when it is needed, and not before.
  child.stdin?.on('error', () => {})
  child.unref()
  unref(child.stdin)
  return {
    watch: (mark) => void child.stdin?.write(`${mark ?? ''}\n`),
    // Once its programs have ended there is nothing left for it to do.
    [Symbol.asyncDispose]: () => {
      child.ref()
      child.stdin?.end('\n')
      return hasExited
    },
  }
}

/** A guard never keeps a process alive that wants to end. */
function unref(stream: unknown): void {
  if (typeof stream === 'object' && stream && 'unref' in stream && typeof stream.unref === 'function')
    stream.unref()
}
