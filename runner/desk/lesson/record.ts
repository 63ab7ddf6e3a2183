/** What a learner did, noted in the progress file. */
import { findFirstFailure } from '../../checker/record/verdict.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { noteVerdict } from '../../work/progress/changes.ts'
import { emptyProgress, type Progress } from '../../work/progress/progress.ts'
import { readProgress, updateProgress } from '../../work/progress/store.ts'
import { Refusal } from '../../edge/refusal.ts'
import type { LessonResult } from '../../results/result.ts'
import { showRefusal } from './show-refusal.ts'
import { showNotices } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'

/** Reads the progress and tells the learner what has to be told about the file. */
export async function readOwnProgress(workbook: Workbook): Promise<Progress> {
  const { progress, notices } = await readProgress(workbook.root, workbook.clock)
  showNotices(workbook, notices)
  return progress
}

/**
 * Notes something in the progress. Where it cannot be saved, that is said and the work goes on: what the learner
 * asked for is worth more than the note about it.
 */
export async function recordProgress(
  workbook: Workbook,
  change: (progress: Progress) => Progress,
): Promise<Progress> {
  try {
    const { progress, notices } = await updateProgress(workbook.root, workbook.clock, change)
    showNotices(workbook, notices)
    return progress
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    showRefusal(workbook, error)
    return change(emptyProgress)
  }
}

/** Notes a verdict on the learner's own work. One that could not be given is none of theirs, so it is not noted. */
export async function recordVerdict(
  workbook: Workbook,
  lesson: Lesson,
  result: LessonResult,
): Promise<Progress> {
  const now = workbook.clock()
  const failed = findFirstFailure(result.checks)
  const failure = { check: failed?.name ?? '', stage: failed?.failure?.stage }
  return recordProgress(workbook, (progress) => {
    if (result.verdict === 'broken') return progress
    return noteVerdict(progress, lesson.slug, now, result.verdict === 'passed' ? undefined : failure)
  })
}
