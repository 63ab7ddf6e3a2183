/** `npm run lesson 3`: a lesson's text, its check, and what next. */
import { parseArguments } from '../arguments.ts'
import { runLesson as runLessonOf } from '../learning/session.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import type { ExitCode } from '../refusal.ts'
import type { Workbook } from '../workbook.ts'

/** @param args the lesson's number, slug or a part of it */
export async function runLesson(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const { words } = parseArguments(args, { usage: 'npm run lesson 3', words: [1, 1] })
  return runLessonOf(workbook, findLesson(await readCatalogue(workbook.root), words[0] ?? ''))
}
