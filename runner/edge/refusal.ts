import { inEnglish, type Words } from '../language/say.ts'

/** Exit codes, the same for every command. */
export const exitCodes = { passed: 0, failed: 1, notJudged: 2, wrongUsage: 3, cancelled: 130 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The exit code that tells a verdict. */
export function chooseExitCode(verdict: 'passed' | 'failed' | 'broken'): ExitCode {
  return { passed: exitCodes.passed, failed: exitCodes.failed, broken: exitCodes.notJudged }[verdict]
}

/**
 * An expected failure of ours: something that a user can meet and do something about.
 * `complaint` says what is the matter, `remedy` what to do, each of its sentences in a line of its own. The error's own
 * message is the complaint in English, for logs and tests. Whatever else is thrown is a bug.
 */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly complaint: Words
  readonly remedy: readonly Words[]
  readonly exitCode: ExitCode

  constructor(complaint: Words, remedy: Words | readonly Words[], exitCode: ExitCode = exitCodes.notJudged) {
    super(inEnglish(complaint))
    this.complaint = complaint
    this.remedy = isList(remedy) ? remedy : [remedy]
    this.exitCode = exitCode
  }
}

function isList(remedy: Words | readonly Words[]): remedy is readonly Words[] {
  return Array.isArray(remedy)
}
