/** `npm run hint 3 [2]`: the next hint, or the one of that number. */
import { parseArguments, refuseUsage } from '../edge/arguments.ts'
import { showHint } from '../desk/help/hint.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { exitCodes, type ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'
import { say } from '../language/say.ts'

/** @param args the lesson and, if wanted, the number of a hint */
export async function runHint(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const usage = 'npm run hint 3, or for a certain one: npm run hint 3 2'
  const { words } = parseArguments(args, { usage, words: [1, 2] })
  const [wanted = '', number] = words
  if (number !== undefined && !/^\d{1,3}$/.test(number)) {
    throw refuseUsage(say`A hint has a number, and "${number}" is not one.`, { usage })
  }
  const lesson = findLesson(await readCatalogue(workbook.root), wanted)
  await showHint(workbook, lesson, number === undefined ? undefined : Number(number))
  return exitCodes.passed
}
