/** After passing: our answer, the others, and how each differs from the learner's, to choose from. */
import { say } from '../../language/say.ts'
import { readAlternatives } from '../../lessons/alternatives.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { renderAlternatives } from '../../screens/lesson/alternatives.ts'
import { chooseFromMenu, type Choice } from '../../terminal/menu.ts'
import { showText } from '../../terminal/show.ts'
import type { Workbook } from '../../workbook.ts'
import { showDifferences } from '../help/differences.ts'
import { showSolution } from '../help/solution.ts'

type Step =
  { readonly kind: 'solution' | 'diff' | 'back' } | { readonly kind: 'other'; readonly name: string }

/**
 * Lets the learner look at one answer after another until they go back.
 * @throws {Refusal} when the lesson has not been passed, or its answers are missing.
 */
export async function offerAnswers(workbook: Workbook, lesson: Lesson): Promise<void> {
  const alternatives = await readAlternatives(lesson)
  const choices: Choice<Step>[] = [
    { title: say`solution: our way to write it`, word: 'solution', key: 's', value: { kind: 'solution' } },
    { title: say`diff: how ours differs from yours`, word: 'diff', key: 'd', value: { kind: 'diff' } },
    ...alternatives.map((alternative) => ({
      title: alternative.name,
      value: { kind: 'other' as const, name: alternative.name },
    })),
    { title: say`back`, word: 'back', key: 'b', value: { kind: 'back' } },
  ]
  // A reason is too long for a line of the menu.
  const reasons = renderAlternatives(alternatives, (name) => name, workbook.screen)
  if (reasons.length > 0) showText(workbook, [...reasons, '', ''].join('\n'))
  for (;;) {
    const step = await chooseFromMenu(workbook, say`Lesson ${lesson.number}: which answer?`, choices)
    if (step === undefined || step.kind === 'back') return
    showText(workbook, '')
    if (step.kind === 'diff') await showDifferences(workbook, lesson, 'solution')
    else await showSolution(workbook, lesson, false, step.kind === 'other' ? step.name : undefined)
    showText(workbook, '')
  }
}
