import type { ByteDifference, Stage } from './verdict.ts'

export interface FailureParts {
  /** Says better than the check's own help what to try, for this stage. */
  readonly help?: string
  readonly bytes?: ByteDifference
}

/**
 * The learner's program did not do what the check wants. Whatever else a check throws is our fault.
 * `happened` says in the past tense what the program did.
 */
export class CheckFailure extends Error {
  override name = 'CheckFailure'
  readonly stage: Stage
  readonly happened: string
  readonly parts: FailureParts

  constructor(stage: Stage, happened: string, parts: FailureParts = {}) {
    super(`${stage}: ${happened}`)
    this.stage = stage
    this.happened = happened
    this.parts = parts
  }
}

/** The checker could not do its work here, for a reason that can be told in a sentence. Never the learner's fault. */
export class CannotJudge extends Error {
  override name = 'CannotJudge'
}
