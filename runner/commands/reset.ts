/** `npm run reset 3`: a fresh starter; the old attempt is kept beside it. */
import { chooseLesson } from '../desk/lesson/choose-lesson.ts'
import { resetLesson } from '../desk/lesson/reset.ts'
import { exitCodes } from '../edge/refusal.ts'
import { say } from '../language/say.ts'
import { type Command, lessonPart } from './command.ts'

export const command: Command = {
  usage: 'npm run reset [3]',
  does: say`begins a lesson anew; your files are kept beside the fresh ones`,
  parts: [lessonPart],
  words: [0, 1],
  run: async ({ words }, workbook) => {
    await resetLesson(workbook, (await chooseLesson(workbook, words)).lesson)
    return exitCodes.passed
  },
}
