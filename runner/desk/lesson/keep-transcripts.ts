/** Keeps the conversations of the latest check whole, because on the screen the middle of a long one is left out. */
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Lesson } from '../../lessons/catalogue.ts'
import { writeAtomically } from '../../disk/write-atomically.ts'
import type { LessonResult } from '../../results/result.ts'
import type { Screen } from '../../text/screen.ts'
import { renderWholeTranscripts } from '../../screens/conversation/whole-transcript.ts'

/**
 * Writes the conversations of the failing checks beside the work folders, in place of those of the check before.
 * @returns the file, from the workbook's root; undefined where there is nothing to keep or it cannot be written:
 * the verdict does not depend on it
 */
export async function keepTranscripts(
  root: string,
  lesson: Lesson,
  result: LessonResult,
  tongue?: Pick<Screen, 'language'>,
): Promise<string | undefined> {
  const file = `work/.last/${lesson.name}.txt`
  const path = join(root, file)
  const text = renderWholeTranscripts(result, tongue)
  try {
    if (text === '') {
      await rm(path, { force: true })
      return undefined
    }
    await mkdir(dirname(path), { recursive: true })
    await writeAtomically(path, text)
    return file
  } catch {
    return undefined
  }
}
