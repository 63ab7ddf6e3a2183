/** Opening a lesson: its work folder and what there is to say about it. */
import { say, type Words } from '../../language/say.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { noteOpened } from '../../work/progress/changes.ts'
import { showWords } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { openWorkFolder, readWorkState, type WorkState } from '../../work/folders/work-folder.ts'
import { recordProgress } from './record.ts'

/**
 * Makes the work folder if there is none, says so, and notes that the lesson was opened.
 * @throws {Refusal} when the folder cannot be made.
 */
export async function openLesson(workbook: Workbook, lesson: Lesson): Promise<WorkState> {
  const opened = await openWorkFolder(workbook.root, lesson)
  await recordProgress(workbook, (progress) => noteOpened(progress, lesson.slug, workbook.clock()))
  const state = await readWorkState(workbook.root, lesson)
  const sentences = opened === 'made' ? [describeNew(lesson)] : describeState(lesson, state)
  if (sentences.length > 0) showWords(workbook, ...sentences)
  return state
}

function describeNew(lesson: Lesson): Words {
  return say`Your copy of the starter was put into work/${lesson.name}. Work there; nothing in it is ever overwritten.`
}

/** What a learner has to know of a work folder that already exists, a sentence each. */
export function describeState(lesson: Lesson, { missing, changedUpstream }: WorkState): Words[] {
  const { name, number } = lesson
  const sentences: Words[] = []
  if (missing.length > 0) {
    sentences.push(
      say`In work/${name} there is no ${missing.join(', ')}. A fresh starter, with what is there kept beside it: npm run reset ${number}`,
    )
  }
  if (changedUpstream.length > 0) {
    sentences.push(
      say`The starter of this lesson has changed since you began (${changedUpstream.join(', ')}). What differs from yours: npm run diff ${number} starter. A fresh start, with your files kept: npm run reset ${number}`,
    )
  }
  return sentences
}
