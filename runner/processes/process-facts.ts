/** What the Linux kernel knows about a process, read from /proc (man 5 proc). */
import { isKernelReadable, readNames, readText } from './proc-files.ts'

export interface ProcessFacts {
  readonly parent: number
  readonly group: number
  /** One letter: R running, S sleeping, D in a disk wait, T stopped, Z ended and not collected (man 5 proc). */
  readonly state: string
  /** Processor time used so far by all threads, in clock ticks. */
  readonly ticks: number
  readonly threads: number
  /** When it was started, in clock ticks since the machine was. */
  readonly startedAt: number
}

/** Reads facts about one process; undefined when there is none with this id. */
export function readProcessFacts(pid: number): ProcessFacts | undefined {
  return readStat(`/proc/${pid}/stat`)
}

/** Reads the same about its main thread: what that one is doing, and the processor time that it has used itself. */
export function readMainThread(pid: number): ProcessFacts | undefined {
  return readStat(`/proc/${pid}/task/${pid}/stat`)
}

function readStat(path: string): ProcessFacts | undefined {
  const text = readText(path)
  if (text === '') return undefined
  // The second field is the program's name in brackets and may hold blanks and brackets itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const at = (index: number) => Number(fields[index] ?? 0)
  return {
    state: fields[0] ?? '?',
    parent: at(1),
    group: at(2),
    ticks: at(11) + at(12),
    threads: at(17),
    startedAt: at(19),
  }
}

/** Whether a process has ended, collected or not, as far as the kernel can be asked; false where it cannot. */
export function isDead(pid: number): boolean {
  if (!isKernelReadable) return false
  const state = readProcessFacts(pid)?.state
  return state === undefined || state === 'Z' || state === 'X'
}

/** Reads how many descriptors a process holds open. */
export function readDescriptorCount(pid: number): number {
  return readNames(`/proc/${pid}/fd`).length
}

/** Reads how many bytes of memory a process occupies (resident set). */
export function readResidentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/status`))?.[1] ?? 0) * 1024
}

/** Whether any thread of the process is running or waiting for a processor at this moment. */
export function isComputing(pid: number): boolean {
  return readNames(`/proc/${pid}/task`).some((thread) => {
    const text = readText(`/proc/${pid}/task/${thread}/stat`)
    const state = text.charAt(text.lastIndexOf(')') + 2)
    return state === 'R' || state === 'D'
  })
}

/** The numbers of epoll_wait and epoll_pwait, in which Node sleeps (arch/x86/entry/syscalls, asm-generic/unistd.h). */
const epollCalls: Partial<Record<NodeJS.Architecture, readonly number[]>> = {
  x64: [232, 281],
  arm64: [22],
  riscv64: [22],
  loong64: [22],
}

/**
 * Reads for how many milliseconds the threads of a process will sleep that wait for events; Infinity for one that has
 * set no timer. Undefined where that cannot be known: its main thread does not sleep so, or the kernel does not tell
 * (man 5 proc, `/proc/PID/syscall`).
 */
export function readSleeps(pid: number): number[] | undefined {
  const main = readSleep(pid, pid)
  if (main === undefined) return undefined
  return [main, ...readNames(`/proc/${pid}/task`).flatMap((thread) => readSleep(pid, Number(thread)) ?? [])]
}

function readSleep(pid: number, thread: number): number | undefined {
  const [call, , , , timeout = ''] = readText(`/proc/${pid}/task/${thread}/syscall`).split(' ')
  if (!epollCalls[process.arch]?.includes(Number(call))) return undefined
  // The timeout is an int: −1, for ever, is all ones, of 32 or of 64 bits.
  const ms = Number(BigInt.asIntN(32, BigInt(timeout)))
  return ms < 0 ? Number.POSITIVE_INFINITY : ms
}
