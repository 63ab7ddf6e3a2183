/** Kernel-enforced limit of processor time, in seconds: ends an endless loop even if every watcher was killed. */
export const processorSeconds = 90

/** Returns the command that runs `command` under that limit, where the system has one. Its pid stays the same. */
export function limitProcessorTime(command: string, args: string[]): [command: string, args: string[]] {
  if (process.platform === 'win32') return [command, args]
  return ['/bin/sh', ['-c', `ulimit -t ${processorSeconds} 2>/dev/null; exec "$0" "$@"`, command, ...args]]
}
