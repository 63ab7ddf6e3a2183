/** A prediction on the screen: the question, and what is so against what was expected. */
import { say, sayCount, type Words } from '../../language/say.ts'
import type { ExperimentEnd } from '../../lessons/predictions/run-experiment.ts'
import { measureWidth, padText } from '../../text/width.ts'
import { renderMarkdown } from '../markdown/render.ts'
import type { Prediction } from '../../lessons/predictions/parse-prediction.ts'
import {
  createPaint,
  renderSafely,
  renderSentences,
  renderSides,
  renderWords,
  type Screen,
} from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'

/** The question, in the words of the text. @param note what a reader who is asked has to know beside it */
export function renderQuestion({ question }: Prediction, screen: Screen, note: Words = ''): string {
  const { bold, dim } = createPaint(screen)
  const heading = renderSides(
    bold(renderWords(say`What do you expect?`, screen)),
    dim(renderWords(note, screen)),
    screen,
  ).map((line) => line.trimEnd())
  return `${heading.join('\n')}\n\n${renderMarkdown(question, screen).trimEnd()}`
}

/** The choices, each with a letter by which it can be named. */
export function renderChoices({ choices }: Prediction, screen: Screen): string {
  return choices
    .flatMap((choice, index) => renderSentences(escapeText(choice), screen, `  ${nameChoice(index)}  `))
    .join('\n')
}

/** The letter of a choice: "a". */
export function nameChoice(index: number): string {
  return 'abcde'.charAt(index)
}

/** What is so, and why. @param chosen what the reader expected; undefined where they were not asked or did not say */
export function renderAnswer(prediction: Prediction, chosen: number | undefined, screen: Screen): string {
  const { choices, answer, why } = prediction
  const name = (index: number) => `${nameChoice(index)}, ${escapeText(choices[index] ?? '')}`
  const rows: (readonly [label: Words, name: string])[] =
    chosen === undefined
      ? [[say`The answer:`, name(answer)]]
      : chosen === answer
        ? [[say`As you expected:`, name(answer)]]
        : [
            [say`You expected:`, name(chosen)],
            [say`The answer:`, name(answer)],
          ]
  return [
    renderRows(rows, screen).join('\n'),
    renderMarkdown(renderWords(say`Why: ${why}`, screen), screen).trimEnd(),
  ].join('\n\n')
}

/** Sets words behind their labels, so that the words stand below each other. */
function renderRows(rows: readonly (readonly [label: Words, text: string])[], screen: Screen): string[] {
  const labels = rows.map(([label]) => renderWords(label, screen))
  const widest = Math.max(...labels.map(measureWidth))
  return rows.flatMap(([, text], index) =>
    renderSentences(text, screen, `${padText(labels[index] ?? '', widest)}  `),
  )
}

/** The command that shows it, for somebody who types it. */
export function renderSeeYourself({ run }: Prediction, screen: Screen): string {
  return run ? `${renderSentences(say`To see it on your machine:`, screen).join('\n')}\n  ${run.command}` : ''
}

/** A prediction where nobody is there to answer: all of it as text. */
export function renderWholePrediction(prediction: Prediction, screen: Screen): string {
  const parts = [
    renderQuestion(prediction, screen),
    renderChoices(prediction, screen),
    renderAnswer(prediction, undefined, screen),
    renderSeeYourself(prediction, screen),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** The line above what an experiment prints. */
export function renderExperimentHeading(command: string, screen: Screen): string {
  if (screen.plain)
    return [
      `${renderWords(say`Running:`, screen)} ${command}`,
      ...renderSentences(say`Ctrl-C ends it. It prints:`, screen),
    ].join('\n')
  const { bold, dim } = createPaint(screen)
  return `${dim('$')} ${bold(command)}\n${dim(renderSentences(say`Ctrl-C ends the experiment.`, screen).join('\n'))}`
}

/** A line that an experiment prints, so that it cannot drive the terminal and is told from our own words. */
export function renderExperimentLine(line: string, screen: Screen): string {
  return `${screen.plain ? ' ' : createPaint(screen).dim('│')} ${escapeText(line.replaceAll('\t', '  '))}`.trimEnd()
}

/** How an experiment ended, where that has to be said. */
export function renderExperimentEnd(end: ExperimentEnd, longestMs: number, screen: Screen): string {
  const { unshownLines } = end
  const cut = sayCount(
    unshownLines,
    say`${unshownLines} more line came and is not shown.`,
    say`${unshownLines} more lines came and are not shown.`,
  )
  return [
    ...(unshownLines > 0 ? renderSentences(cut, screen) : []),
    ...renderSentences(renderSafely(describeExperimentEnd(end, longestMs), screen), screen),
  ].join('\n')
}

function describeExperimentEnd({ how, reason }: ExperimentEnd, longestMs: number): Words {
  return {
    ended: say`The experiment has ended: ${reason}.`,
    interrupted: say`You ended the experiment.`,
    'too-long': say`The experiment was still running after ${longestMs / 1000} s and was ended.`,
    'not-started': say`The experiment could not be started: ${reason}.`,
  }[how]
}
