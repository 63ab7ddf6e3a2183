/** Opening a lesson: its work folder and what there is to say about it. */
import { say, type Words } from '../../language/say.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { noteOpened } from '../../work/progress/changes.ts'
import { showWords } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { openWorkFolder, readWorkState, type WorkState } from '../../work/folders/work-folder.ts'
import { recordProgress } from './record.ts'

/** A lesson that was opened, and what there is to say of its work folder. */
export interface OpenedLesson {
  readonly state: WorkState
  readonly sentences: readonly Words[]
}

/**
 * Makes the work folder if there is none, and notes that the lesson was opened.
 * @throws {Refusal} when the folder cannot be made.
 */
export async function openLesson(workbook: Workbook, lesson: Lesson): Promise<OpenedLesson> {
  const opened = await openWorkFolder(workbook.root, lesson)
  await recordProgress(workbook, (progress) => noteOpened(progress, lesson.slug, workbook.clock()))
  const state = await readWorkState(workbook.root, lesson)
  return { state, sentences: opened === 'made' ? [describeNew(lesson)] : describeState(lesson, state) }
}

/** Says what there is to say of a lesson that was opened. */
export function showOpened(workbook: Workbook, { sentences }: OpenedLesson): void {
  if (sentences.length > 0) showWords(workbook, ...sentences)
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
