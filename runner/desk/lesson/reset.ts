/** Beginning a lesson again without losing what was there. */
import { say } from '../../language/say.ts'
import { existsSync } from 'node:fs'
import type { Lesson } from '../../lessons/catalogue.ts'
import { noteReset } from '../../work/progress/changes.ts'
import { confirm } from '../../terminal/menu.ts'
import { showWords } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { findWorkFolder, resetWorkFolder } from '../../work/folders/work-folder.ts'
import { recordProgress } from './record.ts'

/**
 * Puts a fresh starter into the work folder, asking first where somebody can answer. The old files are kept
 * beside it, so that without a terminal nothing needs to be asked.
 * @throws {Refusal} when the folder cannot be moved or made.
 */
export async function resetLesson(workbook: Workbook, lesson: Lesson): Promise<void> {
  if (existsSync(findWorkFolder(workbook.root, lesson)) && workbook.interactive) {
    const question = say`Begin lesson ${lesson.number} again? Your files are kept beside it.`
    if (!(await confirm(workbook, question))) {
      showWords(workbook, say`Nothing was changed.`)
      return
    }
  }
  const kept = await resetWorkFolder(workbook.root, lesson, workbook.clock())
  await recordProgress(workbook, (progress) => noteReset(progress, lesson.slug, workbook.clock()))
  showWords(
    workbook,
    ...(kept === undefined ? [] : [say`What was there is kept in  work/${kept}`]),
    say`A fresh starter is in      work/${lesson.name}`,
  )
}
