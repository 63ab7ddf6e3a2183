/** How progress goes on: each function returns the next progress and leaves the one given as it was. */
import {
  findHintsRead,
  findProgress,
  hasBegun,
  type LessonProgress,
  type Progress,
  type ReadingPlace,
} from './progress.ts'

/** Notes that a lesson was opened: its work folder is there. */
export function noteOpened(progress: Progress, slug: string, now: Date): Progress {
  return changeLesson(progress, slug, now, noteBegun)
}

/** Notes that a fresh copy of the starter stands in the work folder. What was passed stays passed. */
export function noteReset(progress: Progress, slug: string, now: Date): Progress {
  return changeLesson(progress, slug, now, (lesson) => ({
    ...dropFailure(noteBegun(lesson)),
    state: 'started',
  }))
}

/**
 * Notes that hints of a lesson have been read. Nobody has begun with a lesson by that.
 * @param numbers from 1, the last one last
 */
export function noteHints(progress: Progress, slug: string, now: Date, numbers: readonly number[]): Progress {
  const isUnopened = !hasBegun(findProgress(progress, slug))
  return changeLesson(progress, slug, now, (lesson) => ({
    ...lesson,
    ...(isUnopened && { isUnopened }),
    hintsSeen: Math.max(lesson.hintsSeen, ...numbers),
    hintsRead: [...findHintsRead(lesson).filter((number) => !numbers.includes(number)), ...numbers],
    ...(lesson.sameFailures !== undefined && { hintedAfter: lesson.sameFailures }),
  }))
}

/** Notes where the text of a lesson was left. */
export function noteReading(progress: Progress, slug: string, now: Date, reading: ReadingPlace): Progress {
  return changeLesson(progress, slug, now, (lesson) => ({ ...lesson, reading }))
}

/** The first check that failed, and the stage at which it did; a check that told nothing has none. */
export interface NotedFailure {
  readonly check: string
  readonly stage?: string | undefined
}

/** Notes a verdict. @param failure undefined when all checks passed */
export function noteVerdict(progress: Progress, slug: string, now: Date, failure?: NotedFailure): Progress {
  const at = now.toISOString()
  return changeLesson(progress, slug, now, (lesson) => {
    const checked = { ...dropFailure(noteBegun(lesson)), lastCheckedAt: at, attempts: lesson.attempts + 1 }
    if (failure === undefined) return { ...checked, state: 'passed', passedAt: lesson.passedAt ?? at }
    const isSame = lesson.failedCheck === failure.check && lesson.failedStage === failure.stage
    return {
      ...checked,
      state: 'failed',
      failedCheck: failure.check,
      ...(failure.stage !== undefined && { failedStage: failure.stage }),
      sameFailures: isSame ? (lesson.sameFailures ?? 0) + 1 : 1,
      ...(isSame && lesson.hintedAfter !== undefined && { hintedAfter: lesson.hintedAfter }),
    }
  })
}

function noteBegun(lesson: LessonProgress): LessonProgress {
  const { isUnopened: _, ...others } = lesson
  return others
}

function dropFailure(lesson: LessonProgress): LessonProgress {
  const {
    failedCheck: _,
    failedStage: _stage,
    sameFailures: _times,
    hintedAfter: _hinted,
    ...others
  } = lesson
  return others
}

function changeLesson(
  progress: Progress,
  slug: string,
  now: Date,
  change: (lesson: LessonProgress) => LessonProgress,
): Progress {
  const lastSeenAt = now.toISOString()
  const lesson = findProgress(progress, slug) ?? { state: 'started', lastSeenAt, attempts: 0, hintsSeen: 0 }
  // Through entries, because a plain assignment to the key `__proto__` would be lost.
  const others = Object.entries(progress.lessons).filter(([key]) => key !== slug)
  return {
    ...progress,
    lessons: Object.fromEntries([...others, [slug, { ...change(lesson), lastSeenAt }]]),
  }
}
