/** How far the learner is, lesson by lesson. */
import type { Lesson } from '../../lessons/catalogue.ts'
import {
  findProgress,
  hasBegun,
  hasPassed,
  type LessonProgress,
  type Progress,
} from '../../work/progress/progress.ts'
import type { LessonRow } from '../../screens/lesson/lesson-state.ts'
import { renderList } from '../../screens/lesson/list.ts'
import { showPaged } from '../../terminal/pager.ts'
import type { Workbook } from '../../workbook.ts'

/** Shows the list of all lessons. */
export async function showLessons(
  workbook: Workbook,
  lessons: readonly Lesson[],
  progress: Progress,
): Promise<void> {
  const rows = lessons.map((lesson) => describeLesson(lesson, progress, workbook.clock()))
  await showPaged(workbook, (screen) => renderList(rows, screen))
}

/** Says how far the learner is with a lesson. */
export function describeLesson(lesson: Lesson, progress: Progress, now: Date): LessonRow {
  const { number, title } = lesson
  const known = findProgress(progress, lesson.slug)
  if (!hasBegun(known)) return { number, title, state: 'not-started' }
  return { number, title, ...describeState(known), ageMs: now.getTime() - Date.parse(findMoment(known)) }
}

function describeState({ state, passedAt, failedCheck }: LessonProgress) {
  if (passedAt !== undefined) return { state: 'done' } as const
  if (state !== 'failed') return { state: 'started' } as const
  return { state: 'failed', ...(failedCheck ? { failedCheck } : {}) } as const
}

function findMoment({ state, passedAt, lastCheckedAt, lastSeenAt }: LessonProgress): string {
  return passedAt ?? (state === 'failed' ? lastCheckedAt : undefined) ?? lastSeenAt
}

/** How many of the lessons have been passed. */
export function countPassed(lessons: readonly Lesson[], progress: Progress): number {
  return lessons.filter(({ slug }) => hasPassed(progress, slug)).length
}

/**
 * The lesson in which the learner last did something; undefined when they have not begun. Whoever read a hint of another
 * lesson has not gone there by that.
 */
export function findCurrent(lessons: readonly Lesson[], progress: Progress): Lesson | undefined {
  const lastSeenAt = ({ slug }: Lesson) => Date.parse(findProgress(progress, slug)?.lastSeenAt ?? '') || 0
  return lessons
    .filter(({ slug }) => hasBegun(findProgress(progress, slug)))
    .toSorted((a, b) => lastSeenAt(b) - lastSeenAt(a))[0]
}

/** The lesson after the given one; undefined after the last. */
export function findNext(lessons: readonly Lesson[], lesson: Lesson): Lesson | undefined {
  return lessons[lessons.findIndex(({ slug }) => slug === lesson.slug) + 1]
}

/** The first lesson after the given one that was not passed yet, else the first of all; undefined when all were. */
export function findNextUndone(
  lessons: readonly Lesson[],
  lesson: Lesson,
  progress: Progress,
): Lesson | undefined {
  const isOpen = ({ slug }: Lesson) => !hasPassed(progress, slug)
  const position = lessons.findIndex(({ slug }) => slug === lesson.slug)
  return lessons.slice(position + 1).find(isOpen) ?? lessons.find(isOpen)
}
