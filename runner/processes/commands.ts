/** Commands that a program was asked to run, found by a number in their arguments, whoever started them and how. */
import { randomInt } from 'node:crypto'
import { readNames, readText } from './proc-files.ts'
import { readProcessFacts } from './process-facts.ts'

/** A process, and the words that started it. */
export interface Command {
  readonly pid: number
  /** Its arguments with blanks between them: "sleep 20.471103942". */
  readonly line: string
}

/**
 * Chooses for how many seconds a command is to sleep: some 20, and a fraction that no other command of this machine has,
 * so that it is found by it. Such a command ends by itself, whatever becomes of who started it.
 */
export function chooseSleep(): string {
  return `20.${randomInt(1, 1_000_000_000).toString().padStart(9, '0')}`
}

/**
 * Finds the processes that have a text in one of their arguments: the command itself, and the shell that was told to run
 * it. Neither environment nor parent nor group makes a difference. None where the kernel cannot be read.
 */
export function findCommands(text: string): Command[] {
  return readNames('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      // A process that has ended and was not collected yet has no arguments any more (man 5 proc, cmdline).
      const words = readText(`/proc/${name}/cmdline`).split('\0').slice(0, -1)
      if (!words.some((word) => word.includes(text))) return []
      return readProcessFacts(Number(name)) ? [{ pid: Number(name), line: words.join(' ') }] : []
    })
}

/** Reads what a process was told by its environment: "PATH=/usr/bin" and so on. Empty where the kernel cannot be read. */
export function readEnvironment(pid: number): string[] {
  return readText(`/proc/${pid}/environ`).split('\0').filter(Boolean)
}
