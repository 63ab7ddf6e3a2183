/** `npm run hint 3 [2]`: the next hint, or the one of that number. */
import { showHint } from '../desk/help/hint.ts'
import { chooseLesson } from '../desk/lesson/choose-lesson.ts'
import { refuseUsage } from '../edge/arguments.ts'
import { exitCodes } from '../edge/refusal.ts'
import { say } from '../language/say.ts'
import { type Command, lessonPart } from './command.ts'

export const command: Command = {
  usage: 'npm run hint [3] [2]',
  does: say`shows the hint that fits what you were told`,
  parts: [lessonPart, ['2', say`the number of a hint, behind that of the lesson`]],
  words: [0, 2],
  run: async ({ words }, workbook) => {
    const { lesson, others } = await chooseLesson(workbook, words)
    const [number] = others
    if (number !== undefined && !/^\d{1,3}$/.test(number))
      throw refuseUsage(say`A hint has a number, and "${number}" is not one.`, command)
    await showHint(workbook, lesson, number === undefined ? undefined : Number(number))
    return exitCodes.passed
  },
}
