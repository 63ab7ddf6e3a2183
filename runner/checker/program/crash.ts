/** What Node reports of an error that nobody handled: the last thing that a program prints on stderr. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Subject } from './subject.ts'
import type { Exit } from '../record/transcript.ts'
import type { Crash } from '../record/verdict.ts'

/** Node exits with 1 after an uncaught error, and with 7 where the handler of such errors threw one itself. */
const crashCodes: readonly (number | null)[] = [1, 7]

/** How a report of Node's begins: a file and a line, the line itself, and a caret below it; or, without any, how to get one. */
const placeOfThrow = /^\S.*:\d+\r?\n.*\r?\n\s*\^|^\(Use `node --trace-uncaught|^\s+at .+:\d+:\d+\)?$/m

/**
 * Reads of which error a program died. A program that handled an error may print the same stack and exit with 1; but
 * only Node's own report ends with its version, and nothing comes after it.
 * @param printed what it printed on stderr, with the learner's folder in place of the staged one
 */
export function findCrash(printed: string, { code }: Exit, subject: Subject): Crash | undefined {
  const lines = printed.trimEnd().split(/\r?\n/)
  // The programs run on the Node that runs this.
  if (!crashCodes.includes(code) || lines.at(-1) !== `Node.js v${process.versions.node}`) return undefined
  if (!placeOfThrow.test(printed)) return undefined
  const caret = findCaret(lines)
  const stack = lines.slice(caret + 1, -1)
  const message = findMessage(stack) ?? findMessage(lines.slice(0, -1)) ?? ''
  const place =
    findPlace(stack, subject) ??
    findPlace([`at ${lines[caret - 2] ?? ''}:${measureIndent(lines[caret])}`], subject)
  const unheard = /^Emitted 'error' event on (\w+) instance at:/m.exec(stack.join('\n'))?.[1]
  return { message, ...(place && { place }), ...(unheard !== undefined && { unheard }) }
}

/**
 * The line with the caret, below the line of source that was thrown from. Below text that JSON.parse found to be over too
 * early that line is empty.
 */
function findCaret(lines: readonly string[]): number {
  const caret = lines.findLastIndex((line) => /^\s*\^+\s*$/.test(line))
  const parsed = lines.findLastIndex((line) => /^<anonymous_script>:\d+$/.test(line))
  return caret >= 0 || parsed < 0 ? caret : parsed + 2
}

/** The first line with words in it; Node says "Uncaught:" above what is thrown and is no Error. */
function findMessage(lines: readonly string[]): string | undefined {
  return lines.find((line) => line.trim() !== '' && !/^(?:Uncaught:|Thrown at:)$/.test(line.trim()))?.trim()
}

/** The first place of a stack that lies in a file of the learner's. */
function findPlace(stack: readonly string[], subject: Subject): Crash['place'] | undefined {
  for (const frame of stack) {
    const found = /(?:^|\(|\s)(?:file:\/\/)?(\S+?):(\d+):(\d+)\)?$/.exec(frame)
    const [, file = '', line = '', column = ''] = found ?? []
    if (!/^\s*at /.test(frame) || !file.startsWith(`${subject.shownAs}/`)) continue
    const source = readSourceLine(subject, file, Number(line))
    return { file, line: Number(line), column: Number(column), ...(source !== undefined && { source }) }
  }
  return undefined
}

/** Node sets its caret below the character; columns are counted from 1. */
function measureIndent(caret = ''): number {
  return caret.length - caret.trimStart().length + 1
}

function readSourceLine({ folder, shownAs }: Subject, file: string, line: number): string | undefined {
  try {
    return readFileSync(join(folder, file.slice(shownAs.length)), 'utf8').split(/\r?\n/)[line - 1]
  } catch {
    return undefined
  }
}
