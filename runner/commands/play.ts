/** `npm run play 3 [ghost]`: the learner's server and clients side by side, and the wire between them. */
import { chooseLesson } from '../desk/lesson/choose-lesson.ts'
import { runPlay } from '../desk/play/play.ts'
import { say } from '../language/say.ts'
import { listActs } from '../playing/acts.ts'
import { type Command, lessonPart } from './command.ts'

export const command: Command = {
  usage: 'npm run play [3] [ghost]',
  does: say`runs your server and clients in one terminal, and shows the wire`,
  parts: [
    lessonPart,
    [
      'ghost',
      say`a client of ours that does one thing, by its name, or a program of the lesson's by that of its file`,
    ],
  ],
  words: [0, 2],
  run: async ({ words }, workbook) => {
    const acts = [...listActs('tcp'), ...listActs('udp')].map(({ name }) => name)
    const { lesson, others } = await chooseLesson(workbook, words, acts)
    return runPlay(workbook, lesson, others[0])
  },
}
