/** Judges one subject by one lesson's checker. (Contract first; the implementation follows.) */
import type { Lesson } from '../lessons/catalogue.ts'
import type { CheckReport } from '../checker/verdict.ts'
import type { LessonResult } from '../results/result.ts'

export interface Judgement {
  readonly root: string
  readonly lesson: Lesson
  /** Absolute path of the folder to judge. */
  readonly subject: string
  /** Cancels: everything that was started is ended before the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Called for each check as soon as its outcome is known, in the order in which they end. */
  readonly onCheck?: (report: CheckReport) => void
}

/**
 * Runs the checker and resolves with the result, whatever the learner's program does. A checker that cannot do
 * its work gives the verdict `broken`; only cancelling and a subject that cannot be read reject.
 * @throws {Refusal} when the subject's folder does not exist or work/ cannot be written.
 */
export async function judge(judgement: Judgement): Promise<LessonResult> {
  throw new Error(`not yet: ${judgement.subject}`)
}
