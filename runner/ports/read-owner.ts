/** What Linux tells about a process that holds a socket, read from /proc (man 5 proc). */
import { readFileSync, readlinkSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { findLessonProgram, type LessonProgram } from './lesson-program.ts'

export interface Owner {
  readonly pid: number
  /** The program's name, for example "node" or "nc". */
  readonly program: string
  /** The words with which it was started; none where they may not be read. */
  readonly commandLine: readonly string[]
  /** The folder that it works in; undefined where it may not be read. */
  readonly folder?: string
  /** How long it has been running, in milliseconds. */
  readonly ageMs: number
  /** When it was started, in clock ticks since the machine was. With the pid it names one process for good. */
  readonly startTicks: number
  /** Whether it was started by whoever runs this. */
  readonly isSameUser: boolean
  /** Set when it is a lesson program of this workbook. */
  readonly lessonProgram?: LessonProgram
}

/** Linux counts in hundredths of a second in /proc (man 7 time, USER_HZ). */
const msPerTick = 10

/**
 * Reads who a process is.
 * @param root the workbook's folder, without symbolic links in it
 * @returns undefined when it has ended
 */
export function readOwner(pid: number, root: string): Owner | undefined {
  const startTicks = readStartTicks(pid)
  if (startTicks === undefined) return undefined
  const commandLine = readText(`/proc/${pid}/cmdline`).split('\0').slice(0, -1)
  const folder = readFolder(pid)
  const lessonProgram = folder === undefined ? undefined : findLessonProgram(commandLine, folder, root)
  return {
    pid,
    program: basename(commandLine[0] ?? '') || readText(`/proc/${pid}/comm`).trim(),
    commandLine,
    ...(folder !== undefined && { folder }),
    ageMs: Math.max(0, readUptimeMs() - startTicks * msPerTick),
    startTicks,
    isSameUser: readUser(pid) === process.getuid?.(),
    ...(lessonProgram && { lessonProgram }),
  }
}

/** Reads when a process was started; undefined when it has ended, even if nobody has collected it yet. */
export function readStartTicks(pid: number): number | undefined {
  const text = readText(`/proc/${pid}/stat`)
  // The second field is the program's name in brackets and may hold blanks and brackets itself. Field 3 is the state.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[22 - 3])
  return text === '' || fields[0] === 'Z' || !Number.isFinite(ticks) ? undefined : ticks
}

function readUptimeMs(): number {
  return Number.parseFloat(readText('/proc/uptime')) * 1000
}

function readFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function readUser(pid: number): number | undefined {
  try {
    return statSync(`/proc/${pid}`).uid
  } catch {
    return undefined
  }
}

/** A process may end while it is being read; then it is as if it had not been there. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
