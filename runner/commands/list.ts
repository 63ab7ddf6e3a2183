/** `npm run list`: all lessons and how far the learner is. */
import { parseArguments } from '../edge/arguments.ts'
import { showLessons } from '../desk/lesson/overview.ts'
import { readOwnProgress } from '../desk/lesson/record.ts'
import { readCatalogue } from '../lessons/catalogue.ts'
import { exitCodes, type ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'

export async function runList(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  parseArguments(args, { usage: 'npm run list', words: [0, 0] })
  const lessons = await readCatalogue(workbook.root)
  await showLessons(workbook, lessons, await readOwnProgress(workbook))
  return exitCodes.passed
}
