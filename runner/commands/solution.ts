/** `npm run solution 3 [NAME]`: our own answer, or an alternative, once the learner's has passed. */
import { showSolution } from '../desk/help/solution.ts'
import { chooseLesson } from '../desk/lesson/choose-lesson.ts'
import { exitCodes } from '../edge/refusal.ts'
import { say } from '../language/say.ts'
import { type Command, lessonPart } from './command.ts'

export const command: Command = {
  usage: 'npm run solution [3] [NAME] [-- --anyway]',
  does: say`shows our answer, and others, once yours has passed`,
  parts: [
    lessonPart,
    ['NAME', say`another answer, by its name`],
    ['--anyway', say`for who teaches: without having passed`],
  ],
  words: [0, 2],
  flags: { anyway: 'boolean' },
  run: async ({ words, isSet }, workbook) => {
    const { lesson, others } = await chooseLesson(workbook, words)
    await showSolution(workbook, lesson, isSet('anyway'), others[0])
    return exitCodes.passed
  },
}
