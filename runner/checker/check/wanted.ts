/** Which checks of a lesson a judgement wants, and in which order. */
import type { Subject } from '../program/subject.ts'
import type { CheckVerdict } from '../record/verdict.ts'

export interface DeclaredCheck {
  readonly name: string
  /** The numbers of the items of the lesson's task that it holds. */
  readonly holds?: readonly number[]
  /** Checks without which this one tells nothing. */
  readonly needs: readonly DeclaredCheck[]
  readonly verdict: Promise<CheckVerdict>
}

/** Whether the verdict on `wanted` cannot be had without this check, or is this check's own. */
function isNeededFor(check: DeclaredCheck, wanted: DeclaredCheck): boolean {
  return check === wanted || wanted.needs.some((needed) => isNeededFor(check, needed))
}

/**
 * Finds the check because of which another one is not wanted; undefined where that one is.
 * @param checks all checks of the lesson, in the checker's order
 */
export function findReasonToSkip(
  { upTo, only }: Pick<Subject, 'upTo' | 'only'>,
  checks: readonly DeclaredCheck[],
  check: DeclaredCheck,
): string | undefined {
  const last = checks.findIndex(({ name }) => name === upTo)
  if (last !== -1 && checks.indexOf(check) > last) return upTo
  const sole = checks.find(({ name }) => name === only)
  return sole && !isNeededFor(check, sole) ? only : undefined
}

/** Finds the check whose verdict a check has to let go first; undefined where it need not wait. */
export function findFirstWanted(
  { first }: Pick<Subject, 'first'>,
  checks: readonly DeclaredCheck[],
  check: DeclaredCheck,
): DeclaredCheck | undefined {
  const wanted = checks.find(({ name }) => name === first)
  return wanted && !isNeededFor(check, wanted) ? wanted : undefined
}
