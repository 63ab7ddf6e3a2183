/** `npm run list`: all lessons and how far the learner is. */
import { showLessons } from '../desk/lesson/overview.ts'
import { readOwnProgress } from '../desk/lesson/record.ts'
import { exitCodes } from '../edge/refusal.ts'
import { say } from '../language/say.ts'
import { readCatalogue } from '../lessons/catalogue.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'npm run list',
  does: say`lists all lessons and how far you are`,
  words: [0, 0],
  run: async (_, workbook) => {
    const lessons = await readCatalogue(workbook.root)
    await showLessons(workbook, lessons, await readOwnProgress(workbook))
    return exitCodes.passed
  },
}
