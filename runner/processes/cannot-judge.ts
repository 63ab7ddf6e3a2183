import { inEnglish, type Words } from '../language/say.ts'

/** The checker could not do its work here, for a reason that can be told in a sentence. Never the learner's fault. */
export class CannotJudge extends Error {
  override name = 'CannotJudge'

  readonly reason: Words

  constructor(reason: Words) {
    super(inEnglish(reason))
    this.reason = reason
  }
}
