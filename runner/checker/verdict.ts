/** The words in which a judgement is given. They are the same on the screen and in the result file. */
import type { Transcript } from './transcript.ts'

/** The rungs that a network program has to climb, in order. A failing check names the first one that was missed. */
export const stages = [
  'did-not-start',
  'exited-early',
  'not-listening',
  'listening-elsewhere',
  'refused',
  'silent',
  'wrong-bytes',
  'missing-bytes',
  'extra-bytes',
  'closed-early',
  'never-closed',
  'blocks-others',
  'crashed',
  'wrong-goodbye',
  'wrong-exit',
  'does-not-stop',
  'wrong-output',
] as const

export type Stage = (typeof stages)[number]

export const checkVerdicts = ['pass', 'fail', 'skipped', 'broken'] as const
export type CheckVerdict = (typeof checkVerdicts)[number]

export const lessonVerdicts = ['passed', 'failed', 'broken'] as const
export type LessonVerdict = (typeof lessonVerdicts)[number]

/** Expected and actual bytes, cut to a window around the first difference. All bytes are base64. */
export interface ByteDifference {
  readonly expected: string
  readonly actual: string
  /** Index, in the whole, of the first byte of both windows. */
  readonly offset: number
  /** Index, in the whole, of the first byte that differs. */
  readonly firstDifference: number
  readonly expectedLength: number
  readonly actualLength: number
}

/** What a failing check tells. `happened` is what the program did; `help` is one thing to try. */
export interface Failure {
  readonly stage: Stage
  readonly happened: string
  readonly help: string
  readonly bytes?: ByteDifference
  /** The end of what the program printed, both streams in the order in which they came. */
  readonly printedLast: string
  /** Commands that repeat it by hand: one a line, each for a terminal of its own. */
  readonly byHand: readonly string[]
  /** The file of the subject that was running, for example "server.ts". */
  readonly file?: string
}

/** The outcome of one check. */
export interface CheckReport {
  readonly name: string
  /** The numbers of the items of the lesson's task that it holds. */
  readonly holds?: readonly number[]
  readonly verdict: CheckVerdict
  readonly durationMs: number
  /** With `skipped`: the check that it waits for. */
  readonly waitsFor?: string
  /** With `fail`. */
  readonly failure?: Failure
  /** With `broken`: our fault. */
  readonly broken?: { readonly message: string; readonly details: string }
  readonly transcript?: Transcript
}
