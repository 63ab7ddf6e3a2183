/** `npm run reset 3`: a fresh starter; the old attempt is kept beside it. */
import { parseArguments } from '../edge/arguments.ts'
import { resetLesson } from '../desk/lesson/reset.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { exitCodes, type ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'

/** @param args the lesson */
export async function runReset(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const { words } = parseArguments(args, { usage: 'npm run reset 3', words: [1, 1] })
  await resetLesson(workbook, findLesson(await readCatalogue(workbook.root), words[0] ?? ''))
  return exitCodes.passed
}
