/** `npm run diff 3 [starter|solution|NAME]`: how the learner's files differ from the starter or from an answer. */
import { showDifferences } from '../desk/help/differences.ts'
import { chooseLesson } from '../desk/lesson/choose-lesson.ts'
import { exitCodes } from '../edge/refusal.ts'
import { say } from '../language/say.ts'
import { type Command, lessonPart } from './command.ts'

export const command: Command = {
  usage: 'npm run diff [3] [starter|solution|NAME] [-- --anyway]',
  does: say`shows what you have changed, or how another answer differs from yours`,
  parts: [
    lessonPart,
    ['starter', say`the files that you began with; so it is without a word`],
    ['solution', say`our answer, once yours has passed`],
    ['NAME', say`another answer, by its name`],
    ['--anyway', say`for who teaches: without having passed`],
  ],
  words: [0, 2],
  flags: { anyway: 'boolean' },
  run: async ({ words, isSet }, workbook) => {
    const { lesson, others } = await chooseLesson(workbook, words, ['starter', 'solution'])
    await showDifferences(workbook, lesson, others[0] ?? 'starter', isSet('anyway'))
    return exitCodes.passed
  },
}
