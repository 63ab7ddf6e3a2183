/** `npm run lesson 3`: a lesson's text, its check, and what next; with `watch`, a check at every save. */
import { parseArguments } from '../edge/arguments.ts'
import { showReport } from '../desk/help/report.ts'
import { runLesson as runLessonOf, watchLesson } from '../desk/lesson/session.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { exitCodes, Refusal, type ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'
import { say } from '../language/say.ts'

/** @param args the lesson's number, slug or a part of it; then `watch`, for a check at every save, or `report`, for a helper */
export async function runLesson(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const usage = 'npm run lesson 3 [watch|report]'
  const [wanted = '', way] = parseArguments(args, { usage, words: [1, 2] }).words
  const lesson = findLesson(await readCatalogue(workbook.root), wanted)
  if (way === undefined) return runLessonOf(workbook, lesson)
  if (way === 'watch') return watchLesson(workbook, lesson)
  if (way === 'report') {
    await showReport(workbook, lesson)
    return exitCodes.passed
  }
  throw new Refusal(say`A lesson has no "${way}".`, say`Usage: ${usage}`, exitCodes.wrongUsage)
}
