import { inEnglish, type Words } from '../../language/say.ts'
import type { ByteDifference, Crash, Stage } from './verdict.ts'

export interface FailureParts {
  /** Says better than the check's own help what to try, for this stage. */
  readonly help?: Words
  readonly bytes?: ByteDifference
  /** The id of the peer with whom it went wrong. */
  readonly peer?: string
  /** The number of the happening that was wrong, as the recorder gave it. */
  readonly happening?: number | undefined
  readonly crash?: Crash
}

/**
 * The learner's program did not do what the check wants. Whatever else a check throws is our fault.
 * `happened` says in the past tense what the program did.
 */
export class CheckFailure extends Error {
  override name = 'CheckFailure'
  readonly stage: Stage
  readonly happened: Words
  readonly parts: FailureParts

  constructor(stage: Stage, happened: Words, parts: FailureParts = {}) {
    super(`${stage}: ${inEnglish(happened)}`)
    this.stage = stage
    this.happened = happened
    this.parts = parts
  }
}
