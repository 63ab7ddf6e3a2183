/** `npm run play 3 [ghost]`: the learner's server and clients side by side, and the wire between them. */
import { parseArguments } from '../edge/arguments.ts'
import { runPlay as runPlayOf } from '../desk/play/play.ts'
import { findLesson, readCatalogue } from '../lessons/catalogue.ts'
import type { ExitCode } from '../edge/refusal.ts'
import type { Workbook } from '../workbook.ts'

/** @param args the lesson, and perhaps the name of a client that behaves in one way */
export async function runPlay(args: readonly string[], workbook: Workbook): Promise<ExitCode> {
  const { words } = parseArguments(args, { usage: 'npm run play 3 [ghost]', words: [1, 2] })
  const [wanted = '', name] = words
  return runPlayOf(workbook, findLesson(await readCatalogue(workbook.root), wanted), name)
}
