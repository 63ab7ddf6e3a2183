/** `npm run solution 3 [NAME]`: our own answer, or an alternative, once the learner's has passed. */
import { parseArguments } from '../edge/arguments.ts'
import { showSolution } from '../desk/help/solution.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { exitCodes, type ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'

/** @param args the lesson, the name of an alternative if one is wanted, and `--anyway` for an instructor */
export async function runSolution(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const shape = { usage: 'npm run solution 3 [NAME]', words: [1, 2], flags: { anyway: 'boolean' } } as const
  const { words, isSet } = parseArguments(args, shape, workbook.env)
  const lesson = findLesson(await readCatalogue(workbook.root), words[0] ?? '')
  await showSolution(workbook, lesson, isSet('anyway'), words[1])
  return exitCodes.passed
}
