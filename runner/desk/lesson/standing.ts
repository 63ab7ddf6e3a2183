/** How far a learner is with a lesson: what decides what may be done next. */
import type { Words } from '../../language/say.ts'
import { readCatalogue, type Lesson } from '../../lessons/catalogue.ts'
import { readHints } from '../../lessons/hints.ts'
import { findProgress, hasPassed, type Progress } from '../../work/progress/progress.ts'
import type { Workbook } from '../../workbook.ts'
import { describeHintOffer } from '../help/hint.ts'
import { readSectionToTry } from './lesson-text.ts'
import { countPassed, findNext } from './overview.ts'

export interface Standing {
  readonly lessonsDone: number
  readonly lessonCount: number
  /** Whether the lesson was passed at any time. */
  readonly hasPassed: boolean
  /** Whether the newest verdict was a failure. */
  readonly hasFailed: boolean
  /** Whether it was checked since the work folder was made. */
  readonly hasChecked: boolean
  /** Which hint would come; undefined where the lesson has none. */
  readonly hint: Words | undefined
  /** Whether the text says what to try by hand. */
  readonly canTry: boolean
  readonly next: Lesson | undefined
}

/** What is known before anything was read. */
export const unknownStanding: Standing = {
  lessonsDone: 0,
  lessonCount: 0,
  hasPassed: false,
  hasFailed: false,
  hasChecked: false,
  hint: undefined,
  canTry: false,
  next: undefined,
}

/** Reads how far the learner is. @throws {Refusal} when the lessons or the lesson's text cannot be read */
export async function readStanding(
  { root }: Workbook,
  lesson: Lesson,
  progress: Progress,
): Promise<Standing> {
  const [hints, toTry, lessons] = await Promise.all([
    readHints(lesson),
    readSectionToTry(lesson),
    readCatalogue(root),
  ])
  const known = findProgress(progress, lesson.slug)
  return {
    lessonsDone: countPassed(lessons, progress),
    lessonCount: lessons.length,
    hasPassed: hasPassed(progress, lesson.slug),
    hasFailed: known?.state === 'failed',
    hasChecked: known !== undefined && known.state !== 'started',
    hint: hints.length > 0 ? describeHintOffer(hints, known) : undefined,
    canTry: toTry !== undefined,
    next: findNext(lessons, lesson),
  }
}
