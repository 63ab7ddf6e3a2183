/** `npm run lesson 3`: a lesson's text, its check, and what next; with `watch`, a check at every save. */
import { showReport } from '../desk/help/report.ts'
import { chooseLesson } from '../desk/lesson/choose-lesson.ts'
import { runLesson, watchLesson } from '../desk/lesson/session.ts'
import { refuseUsage } from '../edge/arguments.ts'
import { exitCodes } from '../edge/refusal.ts'
import { say } from '../language/say.ts'
import { type Command, lessonPart } from './command.ts'

export const command: Command = {
  usage: 'npm run lesson [3] [watch|report]',
  does: say`shows a lesson, checks your programs, and offers what next`,
  parts: [
    lessonPart,
    ['watch', say`checks at every save`],
    ['report', say`writes a file for somebody who helps you; nothing is sent`],
  ],
  words: [0, 2],
  run: async ({ words }, workbook) => {
    const { lesson, others } = await chooseLesson(workbook, words, ['watch', 'report'])
    const [way] = others
    if (way === undefined) return runLesson(workbook, lesson)
    if (way === 'watch') return watchLesson(workbook, lesson)
    if (way !== 'report') throw refuseUsage(say`A lesson has no "${way}".`, command)
    await showReport(workbook, lesson)
    return exitCodes.passed
  },
}
