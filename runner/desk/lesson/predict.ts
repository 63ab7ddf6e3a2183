/** Asks a learner what they expect, tells what is so, and lets them see it. Never graded, never recorded. */
import { say } from '../../language/say.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import type { Prediction } from '../../lessons/predictions/parse-prediction.ts'
import {
  nameChoice,
  renderAnswer,
  renderChoices,
  renderQuestion,
  renderSeeYourself,
} from '../../screens/lesson/prediction.ts'
import { chooseFromMenu } from '../../terminal/menu.ts'
import { waitToGoOn } from '../../terminal/pager.ts'
import { showText } from '../../terminal/show.ts'
import type { Screen } from '../../text/screen.ts'
import { measureWidth } from '../../text/width.ts'
import type { Workbook } from '../../workbook.ts'
import { runExperimentVisibly } from './experiment.ts'

const menuMessage = say`You expect`
/** What a menu draws before a choice: its mark, the key and blanks. */
const menuMarks = 5

/** The question as it stands in the text while it is asked. */
export function drawQuestion(prediction: Prediction, screen: Screen): string {
  // A choice that is too wide for its line in the menu is cut there, so all are told in full before.
  const room = screen.width - menuMarks - 1
  const isCut = !screen.plain && prediction.choices.some((choice) => measureWidth(choice) > room)
  return [
    renderQuestion(prediction, screen, screen.plain ? '' : say`Esc: no idea`),
    ...(isCut ? [renderChoices(prediction, screen)] : []),
  ].join('\n\n')
}

/** The rows below the question: an empty line, the menu's own question, the choices, and the line of the cursor. */
export function countMenuRows({ choices }: Prediction): number {
  return choices.length + 3
}

/**
 * Asks one prediction, whose question stands on the screen. Esc skips it: then the answer is told all the same, as it
 * stands in the text.
 * @param isLast whether no more text comes after it
 * @returns whether the reader goes on with the text
 */
export async function askPrediction(
  workbook: Workbook,
  lesson: Lesson,
  prediction: Prediction,
  isLast: boolean,
): Promise<boolean> {
  const { screen } = workbook
  const titles = prediction.choices.map((choice, index) =>
    screen.plain ? `${nameChoice(index)}  ${choice}` : choice,
  )
  showText(workbook, '')
  const chosen = await chooseFromMenu(
    workbook,
    menuMessage,
    titles.map((title, value) => ({ title, key: nameChoice(value), value })),
    { skip: say`no idea` },
  )
  showText(workbook, `\n${renderAnswer(prediction, chosen, screen)}`)
  if (prediction.run) {
    showText(workbook, '')
    const way = await chooseFromMenu(workbook, say`See it on this machine?`, [
      { title: say`run ${prediction.run.command}`, word: 'run', key: 'r', value: 'run' },
      { title: say`go on with the text`, word: 'go', key: 'g', value: 'go on' },
    ])
    if (way !== 'run') {
      showText(workbook, `\n${renderSeeYourself(prediction, screen)}`)
      return true
    }
    showText(workbook, '')
    await runExperimentVisibly(workbook, lesson, prediction.run)
  }
  // What comes next fills the screen and would drive the answer out of sight.
  return isLast || (await waitToGoOn(workbook))
}
