/** Which hint comes next: the one that fits what the learner was told, and else the gentlest that is unread. */
import { findFitting, type Hint } from '../../lessons/hints.ts'
import { findHintsRead, type LessonProgress } from '../../work/progress/progress.ts'

export interface HintOffer {
  /** Its place, counted from 0. */
  readonly index: number
  /** Whether it answers the failure that the learner was told last. */
  readonly isFitting: boolean
  /** Whether the learner has read it. */
  readonly isRead: boolean
  /** The places, counted from 0, of the unread hints that come after it. */
  readonly later: readonly number[]
}

/**
 * Chooses the hint that is offered. After a failure that is the one that answers it; the next is offered when the
 * same failure has come again, so that each of them is tried before more is told. Where none is known to answer it,
 * hints come one after another.
 * @param lesson what is known of the lesson; undefined where it was never opened
 * @returns undefined where the lesson has no hints
 */
export function chooseHint(
  hints: readonly Hint[],
  lesson: LessonProgress | undefined,
): HintOffer | undefined {
  if (hints.length === 0) return undefined
  const read = findHintsRead(lesson).map((number) => number - 1)
  const fitting = findFittingNow(hints, lesson)
  const [closest] = fitting
  const order = orderHints(hints.length, fitting)
  const unread = order.filter((index) => !read.includes(index))
  const index =
    closest === undefined
      ? (unread[0] ?? hints.length - 1)
      : chooseAfterFailure(lesson, closest, unread, read)
  return {
    index,
    isFitting: fitting.includes(index),
    isRead: read.includes(index),
    later: unread.filter((other) => other !== index),
  }
}

function findFittingNow(hints: readonly Hint[], lesson: LessonProgress | undefined): number[] {
  if (lesson?.state !== 'failed' || lesson.failedCheck === undefined) return []
  return findFitting(hints, { check: lesson.failedCheck, stage: lesson.failedStage })
}

/** First those that fit, then those that go further, then the gentler ones. */
function orderHints(count: number, fitting: readonly number[]): number[] {
  const others = Array.from({ length: count }, (_, index) => index).filter(
    (index) => !fitting.includes(index),
  )
  const from = fitting[0] ?? -1
  return [...fitting, ...others.filter((index) => index > from), ...others.filter((index) => index < from)]
}

function chooseAfterFailure(
  lesson: LessonProgress | undefined,
  closest: number,
  unread: readonly number[],
  read: readonly number[],
): number {
  if (lesson?.hintedAfter === undefined) return closest
  const hasComeAgain = (lesson.sameFailures ?? 0) > lesson.hintedAfter
  return (hasComeAgain ? unread[0] : read.at(-1)) ?? closest
}
