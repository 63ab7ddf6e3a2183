/** The learner's progress, where it only serves to say how far they are. */
import { Refusal } from '../../edge/refusal.ts'
import { emptyProgress, type Progress } from '../../work/progress/progress.ts'
import { readProgress } from '../../work/progress/store.ts'
import type { Workbook } from '../../workbook.ts'

/** Reads the progress; one that cannot be read is none. */
export async function readProgressQuietly(workbook: Workbook): Promise<Progress> {
  try {
    return (await readProgress(workbook.root, workbook.clock)).progress
  } catch (error) {
    if (error instanceof Refusal) return emptyProgress
    throw error
  }
}
