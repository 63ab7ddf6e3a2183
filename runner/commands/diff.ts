/** `npm run diff 3 [starter|solution]`: how the learner's files differ. */
import { parseArguments } from '../arguments.ts'
import { comparisons, showDifferences } from '../learning/differences.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import { exitCodes, Refusal, type ExitCode } from '../refusal.ts'
import type { Workbook } from '../workbook.ts'

/** @param args the lesson, what to compare with, and `--anyway` for an instructor */
export async function runDiff(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const usage = 'npm run diff 3, or: npm run diff 3 solution'
  const shape = { usage, words: [1, 2], flags: { anyway: 'boolean' } } as const
  const { words, isSet } = parseArguments(args, shape, workbook.env)
  const [wanted = '', word = 'starter'] = words
  const comparison = comparisons.find((each) => each === word)
  if (!comparison) {
    throw new Refusal(
      `Your files can be compared with the starter or the solution, not with "${word}".`,
      `Usage: ${usage}`,
      exitCodes.wrongUsage,
    )
  }
  const lesson = findLesson(await readCatalogue(workbook.root), wanted)
  await showDifferences(workbook, lesson, comparison, isSet('anyway'))
  return exitCodes.passed
}
