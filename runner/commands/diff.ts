/** `npm run diff 3 [starter|solution|NAME]`: how the learner's files differ from the starter or from an answer. */
import { parseArguments } from '../edge/arguments.ts'
import { showDifferences } from '../desk/help/differences.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { exitCodes, type ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'

/** @param args the lesson, what to compare with, and `--anyway` for an instructor */
export async function runDiff(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const usage = 'npm run diff 3, or: npm run diff 3 solution'
  const shape = { usage, words: [1, 2], flags: { anyway: 'boolean' } } as const
  const { words, isSet } = parseArguments(args, shape, workbook.env)
  const [wanted = '', word = 'starter'] = words
  const lesson = findLesson(await readCatalogue(workbook.root), wanted)
  await showDifferences(workbook, lesson, word, isSet('anyway'))
  return exitCodes.passed
}
