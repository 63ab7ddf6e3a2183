/** The words in which a judgement is given. They are the same on the screen and in the result file. */
import type { Words } from '../../language/say.ts'
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
  'too-much',
  'unsafe',
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

/** An error that a program died of, as Node reported it. */
export interface Crash {
  /** "TypeError: answer.toUpperCse is not a function" */
  readonly message: string
  /** Where in the learner's files, as far as it is known. */
  readonly place?: {
    /** As the learner knows it: "work/01-tcp-echo/server.ts". */
    readonly file: string
    readonly line: number
    readonly column: number
    /** The line of the file. */
    readonly source?: string
  }
  /** The class of the emitter whose event "error" nobody listened for: "Socket". */
  readonly unheard?: string
}

/** What a failing check tells. */
export interface Failure {
  readonly stage: Stage
  /** What the program did. */
  readonly happened: Words
  /** One thing to try; missing where what was seen says it all. */
  readonly help?: Words
  /** With `crashed` and wherever else a program died of an error. */
  readonly crash?: Crash
  /** The id of the participant with whom it went wrong, where that is known. */
  readonly peer?: string
  /** The index of the event that was wrong; where there is none, nothing of what happened was, but what did not. */
  readonly event?: number
  readonly bytes?: ByteDifference
  /** The end of what the program printed, both streams in the order in which they came. */
  readonly printedLast: string
  /** Commands that repeat it by hand: one a line, each for a terminal of its own. */
  readonly byHand: readonly string[]
  /** The file of the subject that was running, for example "server.ts". */
  readonly file?: string
}

/** What kept us from judging: never the learner's fault. */
export interface Obstacle {
  readonly message: Words
  /** What only whoever mends it reads: a stack, or what the checker printed. */
  readonly details: string
}

/** The outcome of one check. */
export interface CheckReport {
  readonly name: string
  readonly verdict: CheckVerdict
  readonly durationMs: number
  /** The numbers of the items of the lesson's task that it holds. */
  readonly holds?: readonly number[]
  /** With `skipped`: the check that it waits for. */
  readonly waitsFor?: string
  /** With `fail`. */
  readonly failure?: Failure
  /** With `broken`: our fault. */
  readonly broken?: Obstacle
  readonly transcript?: Transcript
}

/** The check that failed first, in the order of the checker: what the learner is told. */
export function findFirstFailure(checks: readonly CheckReport[]): CheckReport | undefined {
  return checks.find(({ verdict }) => verdict === 'fail')
}
