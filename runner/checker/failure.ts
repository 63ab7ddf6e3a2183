import { inEnglish, type Words } from '../language/say.ts'
import type { ByteDifference, Stage } from './verdict.ts'

export interface FailureParts {
  /** Says better than the check's own help what to try, for this stage. */
  readonly help?: Words
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

  constructor(stage: Stage, happened: Words, parts: FailureParts = {}) {
    super(`${stage}: ${inEnglish(happened)}`)
    this.stage = stage
    this.happened = inEnglish(happened)
    this.parts = parts
  }
}
