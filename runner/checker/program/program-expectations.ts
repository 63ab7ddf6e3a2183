/** What is asked of a program, and the sentences for one that does otherwise. */
import { joinSentences, say, type Words } from '../../language/say.ts'
import { describeLife } from './doing.ts'
import { CheckFailure, type FailureParts } from '../record/failure.ts'
import { tellLeftOut } from './left-out.ts'
import type { Program } from './program.ts'
import { describeExit, quote, sayWait } from '../bytes/quote.ts'
import type { Recorder } from '../record/recorder.ts'
import type { Crash, Stage } from '../record/verdict.ts'
import { waitAndTell, waitFor } from '../record/wait.ts'

/** A failure of the program itself and not of a conversation with somebody. */
function createFailure(
  program: Program,
  stage: Stage,
  happened: Words,
  parts: FailureParts = {},
): CheckFailure {
  return new CheckFailure(stage, happened, { peer: program.id, ...parts })
}

/** Waits until it has ended and judges how. @throws {CheckFailure} does-not-stop, crashed or wrong-exit. */
export async function expectExit(
  program: Program,
  recorder: Recorder,
  code: number,
  when: Words,
): Promise<void> {
  const { found: exit, waitedMs } = await waitAndTell(() => program.exit, { recorder, pid: program.pid })
  if (!exit) {
    const life = describeLife(program)
    const running = say`${program.name} was still running ${sayWait(waitedMs)} ${when}. It should have ended by itself, with exit code ${code}.`
    throw createFailure(program, 'does-not-stop', joinSentences(running, life.sentence), life)
  }
  await program.closed
  const { crash } = program
  if (crash) throw createCrash(program, crash)
  if (exit.code === code) return
  throw createFailure(
    program,
    'wrong-exit',
    say`${program.name} ended ${describeExit(exit)}, where exit code ${code} was due ${when}.`,
    { happening: program.exitHappening },
  )
}

export interface WantedOutput {
  readonly text: string
  readonly what: Words
  readonly from: number
  /** Finds the place behind the text, from a place on. */
  readonly find: (from: number) => number | undefined
  /** What was found before the place from which it is looked for. */
  readonly before: string | undefined
}

/** Waits until a text stands on its stdout. @throws {CheckFailure} wrong-output or crashed. */
export async function expectOutput(
  program: Program,
  recorder: Recorder,
  wanted: WantedOutput,
): Promise<number> {
  const find = () => wanted.find(wanted.from)
  const look = () => find() ?? (program.hasExited ? 'exited' : undefined)
  const found = await waitFor(look, { recorder, pid: program.pid })
  if (typeof found === 'number') return found
  // Its end may be known before the last of its output has been read.
  if (program.hasExited) await program.closed
  const last = find()
  if (last !== undefined) return last
  await failIfCrashed(program)
  throw createFailure(program, 'wrong-output', describeOutput(program, wanted), {
    happening: program.exitHappening,
  })
}

function describeOutput(program: Program, { text, what, from, before }: WantedOutput): Words {
  const printed = program.stdoutSince(from)
  const said = printed === '' ? say`nothing` : quote(printed)
  const where = program.isOnTerminal ? say`on its terminal` : say`on stdout`
  const saidThen = before === undefined ? say`${said} ${where}` : say`${said} ${where} after ${quote(before)}`
  const due = say`It should have printed ${what}: ${quote(text)}.`
  return program.exit
    ? say`${program.name} printed ${saidThen}, and ended ${describeExit(program.exit)}. ${due}`
    : say`${program.name} printed ${saidThen}. ${due}`
}

/** Waits until it has printed something readable since `mark`. @throws {CheckFailure} wrong-output or crashed. */
export async function expectNewOutput(
  program: Program,
  recorder: Recorder,
  mark: number,
  what: Words,
): Promise<void> {
  const hasPrinted = () => program.printedSince(mark).trim() !== ''
  await waitFor(() => (hasPrinted() || program.hasExited ? true : undefined), { recorder, pid: program.pid })
  // Its end may be known before the last of its output has been read; this waits for both.
  await failIfCrashed(program)
  if (!hasPrinted())
    throw createFailure(
      program,
      'wrong-output',
      say`${program.name} printed nothing ${what}. Somebody who watches it cannot tell what happened.`,
    )
}

/** Waits for the end of a program that was to meet an error that users can cause. @throws {CheckFailure} */
export async function expectComplaint(program: Program, recorder: Recorder, what: Words): Promise<void> {
  const { name } = program
  const { found: exit, waitedMs } = await waitAndTell(() => program.exit, { recorder, pid: program.pid })
  if (!exit) {
    const life = describeLife(program)
    const running = say`${name} was still running ${sayWait(waitedMs)} after ${what}. It should have said so and ended with exit code 1.`
    throw createFailure(program, 'does-not-stop', joinSentences(running, life.sentence), life)
  }
  await failIfCrashed(program)
  const happening = program.exitHappening
  if (exit.code === 0 || exit.code === null) {
    const sentence = say`${name} ended ${describeExit(exit)} although ${what}. Whoever started it has to be told by exit code 1.`
    throw createFailure(program, 'wrong-exit', sentence, { happening })
  }
  if (exit.code !== 1) {
    const sentence = say`${name} ended ${describeExit(exit)} when ${what}; exit code 1 was due.`
    throw createFailure(program, 'wrong-exit', sentence, { happening })
  }
  if (program.printedSince(0).trim() === '') {
    const sentence = say`${name} ended with exit code 1 when ${what}, and did not say why.`
    throw createFailure(program, 'wrong-output', sentence, { happening })
  }
  expectNoStackTrace(program, what)
  if (!program.isOnTerminal) expectOneLineOnStderr(program, what)
}

function expectOneLineOnStderr(program: Program, what: Words): void {
  // Node's own warnings are not the program's words.
  const lines = program.stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\((?:node:\d+\) |Use `node )/.test(line))
  if (lines.length === 1) return
  const where = lines.length === 0 ? say`on stdout` : say`in ${lines.length} lines on stderr`
  const sentence = say`${program.name} told ${where} that ${what}. One line on stderr was due: there it is seen even when the output goes into a file.`
  throw createFailure(program, 'wrong-output', sentence, { happening: program.exitHappening })
}

/** A line of a stack trace: a file of JavaScript or TypeScript, or one of Node's, with line and column. */
const stackFrame = /^\s+at (?:.* )?\(?(?:node:[\w/]+|\S+\.[cm]?[jt]sx?|<anonymous>):\d+:\d+\)?(?: \{)?$/m

/** Asks that of something that users can cause it told in words. @throws {CheckFailure} */
export function expectNoStackTrace(program: Program, what: Words): void {
  if (!stackFrame.test(program.printedSince(0))) return
  const sentence = say`${program.name} printed a stack trace when ${what}. Whoever watches it needs a sentence that says what happened.`
  throw createFailure(program, 'wrong-output', sentence)
}

/** Throws a `crashed` failure if it has died of an error that it did not handle, or by a signal. */
export async function failIfCrashed(program: Program): Promise<void> {
  if (!program.exit) return
  await program.closed
  if (program.crash) throw createCrash(program, program.crash)
  const { code, signal } = program.exit
  if (signal === null || code !== null) return
  throw createFailure(program, 'crashed', say`${program.name} was ended by the signal ${signal}.`, {
    happening: program.exitHappening,
  })
}

/** A crash is told by its own words; what one could do is said only where its cause was seen. */
function createCrash(program: Program, crash: Crash): CheckFailure {
  const happened = say`${program.name} ended with an error that it did not handle: ${crash.message}`
  const help = adviseOnCrash(crash)
  return createFailure(program, 'crashed', tellLeftOut(program, happened, crash.message), {
    crash,
    happening: program.exitHappening,
    ...(help !== undefined && { help }),
  })
}

/** What to do about a crash whose cause was seen: a worker of TypeScript, or an event "error" that nobody listened for. */
export function adviseOnCrash({ message, unheard }: Crash): Words | undefined {
  // A listener for "error" would only hear it: the worker does not run.
  if (/ERR_UNKNOWN_FILE_EXTENSION.*"\.[cm]?ts"/.test(message))
    return say`Before version 22.18 Node cannot load a .ts file in a worker by itself. The startWorker of lesson 6, in its given/start-worker.ts, shows a way that works in every version.`
  if (unheard === undefined) return undefined
  return say`Nobody listened for "error" on that ${unheard}. What is to happen when that event comes?`
}
