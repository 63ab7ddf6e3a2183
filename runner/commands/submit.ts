/** `npm run submit`: an archive of the learner's own work for whoever grades it. */
import { resolve } from 'node:path'
import { exitCodes } from '../edge/refusal.ts'
import { submitWork } from '../desk/submit/submit-work.ts'
import { say } from '../language/say.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'npm run submit [FILE]',
  does: say`packs your programs for whoever grades them, and says what is in the archive`,
  parts: [
    ['FILE', say`the archive, which ends in .tar.gz; without it, submission.tar.gz in the folder you are in`],
  ],
  words: [0, 1],
  run: async ({ words }, workbook) => {
    await submitWork(workbook, resolve(workbook.callerFolder, words[0] ?? 'submission.tar.gz'))
    return exitCodes.passed
  },
}
