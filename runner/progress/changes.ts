/** How progress goes on: each function returns the next progress and leaves the one given as it was. */
import { findProgress, type LessonProgress, type Progress } from './progress.ts'

/** Notes that a lesson was opened. */
export function noteOpened(progress: Progress, slug: string, now: Date): Progress {
  return changeLesson(progress, slug, now, (lesson) => lesson)
}

/** Notes that a fresh copy of the starter stands in the work folder. What was passed stays passed. */
export function noteReset(progress: Progress, slug: string, now: Date): Progress {
  return changeLesson(progress, slug, now, (lesson) => ({ ...dropFailure(lesson), state: 'started' }))
}

/** Notes that the first `hints` hints of a lesson have been shown. */
export function noteHint(progress: Progress, slug: string, now: Date, hints: number): Progress {
  return changeLesson(progress, slug, now, (lesson) => ({
    ...lesson,
    hintsSeen: Math.max(lesson.hintsSeen, hints),
  }))
}

/** Notes a verdict. @param failedCheck the first check that failed; undefined when all passed */
export function noteVerdict(progress: Progress, slug: string, now: Date, failedCheck?: string): Progress {
  const at = now.toISOString()
  return changeLesson(progress, slug, now, (lesson) => {
    const checked = { ...dropFailure(lesson), lastCheckedAt: at, attempts: lesson.attempts + 1 }
    return failedCheck === undefined
      ? { ...checked, state: 'passed', passedAt: lesson.passedAt ?? at }
      : { ...checked, state: 'failed', failedCheck }
  })
}

function dropFailure(lesson: LessonProgress): LessonProgress {
  const { failedCheck: _, ...others } = lesson
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
