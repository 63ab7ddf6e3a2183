/**
 * The mark of a run: by it every process is known that a program of the run started, however it was started.
 *
 * A child inherits its parent's environment, and its limits on resources too (man 2 setrlimit: "A child process created
 * via fork(2) inherits its parent's resource limits. Resource limits are preserved across execve(2)."). The environment
 * is given up easily (`env -i`), a limit is not: neither a session of its own, nor a parent that has ended, nor another
 * working directory changes it. So the limit on the size of a file is a number of petabytes that is the run's own, far
 * above what any file system holds, and can be read in /proc/PID/limits (man 5 proc), whoever the parent is by then.
 *
 * What is left: a program that sets this limit anew, which it may only lower, and clears its environment, and whose parent
 * has gone before it was seen below the program (see family.ts); and one that has something start for it that is none of
 * its children, as `systemd-run` and `at` do.
 */

/** Every program that a run starts carries its run's mark in its environment, and so do their children. */
export const markVariable = 'SOCKET_WORKBOOK_RUN'

const runBits = 28
const programBits = 12
/** What a unit of `ulimit -f` is to a shell: 512 bytes by POSIX, 1,024 to bash where it is not in its POSIX mode. */
const shellUnits = [512, 1024] as const
/** In these units: far above any file, and far enough below the largest number that a limit can be. */
const base = 2 ** 43

/**
 * @param mark a run's mark, or a program's: the run's, a dot, the program's number and a semicolon
 * @returns the number for `ulimit -f`
 */
export function fileSizeLimit(mark: string): number {
  const { run, program } = parseMark(mark)
  return base + hash(run) * 2 ** programBits + ((program ?? 0) % 2 ** programBits)
}

/**
 * Whether a limit on the size of a file, in bytes, is the one of a program with this mark, or of any program of the run
 * when the mark is a run's.
 */
export function isLimitOf(mark: string, bytes: number): boolean {
  const { run, program } = parseMark(mark)
  return shellUnits.some((unit) => {
    const number = bytes / unit - base
    if (program !== undefined) return number === fileSizeLimit(mark) - base
    return number >= 0 && Math.floor(number / 2 ** programBits) === hash(run)
  })
}

/** Whether a limit on the size of a file, in bytes, can be that of any run. */
export function isLimitOfAny(bytes: number): boolean {
  return shellUnits.some((unit) => bytes / unit >= base && bytes / unit < base + 2 ** (runBits + programBits))
}

function parseMark(mark: string): { run: string; program: number | undefined } {
  const [run = '', program] = mark.replace(/;$/u, '').split('.')
  return { run, program: program === undefined ? undefined : Number(program) }
}

/** FNV-1a, folded to the bits that there is room for. Two runs at a time share a number once in 268 million. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193)
  return (value >>> 0) % 2 ** runBits
}
