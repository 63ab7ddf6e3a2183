/** `npm run hint 3 [2]`: the next hint, or the one of that number. */
import { parseArguments } from '../edge/arguments.ts'
import { showHint } from '../desk/help/hint.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { exitCodes, Refusal, type ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'

/** @param args the lesson and, if wanted, the number of a hint */
export async function runHint(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const usage = 'npm run hint 3, or for a certain one: npm run hint 3 2'
  const { words } = parseArguments(args, { usage, words: [1, 2] })
  const [wanted = '', number] = words
  if (number !== undefined && !/^\d{1,3}$/.test(number)) {
    throw new Refusal(`"${number}" is no number of a hint.`, `Usage: ${usage}`, exitCodes.wrongUsage)
  }
  const lesson = findLesson(await readCatalogue(workbook.root), wanted)
  await showHint(workbook, lesson, number === undefined ? undefined : Number(number))
  return exitCodes.passed
}
