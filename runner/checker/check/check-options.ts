import type { Words } from '../../language/say.ts'
import type { Stage } from '../record/verdict.ts'
import type { DeclaredCheck } from './wanted.ts'

/** What is said of a check beside its name and its body. */
export interface CheckOptions {
  /**
   * One thing to try when it fails: one sentence for all stages, or sentences by stage with a `default`. A program that
   * crashed tells by its own words what is wrong with it, and one that was ended by a signal does not say by whom.
   */
  readonly help: Words | ({ readonly default: Words } & { readonly [S in Exclude<Stage, 'crashed'>]?: Words })
  /** Commands that repeat it by hand, one a terminal. `{subject}` stands for the learner's folder. */
  readonly byHand: readonly string[]
  /** The numbers of the items of the lesson's task that this check holds. */
  readonly holds?: readonly number[]
  /** Checks without which this one tells nothing. If one of them does not pass, this one is skipped. */
  readonly after?: DeclaredCheck | readonly DeclaredCheck[]
}
