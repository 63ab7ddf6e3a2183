/** Exit codes, the same for every command. */
export const exitCodes = { passed: 0, failed: 1, notJudged: 2, wrongUsage: 3, cancelled: 130 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/**
 * An expected failure of ours: something that a user can meet and do something about.
 * `message` says what is the matter, `remedy` what to do. Whatever else is thrown is a bug.
 */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly remedy: string
  readonly exitCode: ExitCode

  constructor(message: string, remedy: string, exitCode: ExitCode = exitCodes.notJudged) {
    super(message)
    this.remedy = remedy
    this.exitCode = exitCode
  }
}
