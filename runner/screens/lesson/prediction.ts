/** A prediction on the screen: the question, and what is so against what was expected. */
import { renderMarkdown } from '../markdown/render.ts'
import type { Prediction } from '../../lessons/predictions/parse-prediction.ts'
import { createPaint, renderCount, renderSentences, renderSides, type Screen } from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'

/** The question, in the words of the text. @param note what a reader who is asked has to know beside it */
export function renderQuestion({ question }: Prediction, screen: Screen, note = ''): string {
  const { bold, dim } = createPaint(screen)
  const heading = renderSides(bold('What do you expect?'), dim(note), screen).map((line) => line.trimEnd())
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
  const lines =
    chosen === undefined
      ? renderSentences(name(answer), screen, 'The answer:  ')
      : chosen === answer
        ? renderSentences(name(answer), screen, 'As you expected:  ')
        : [
            ...renderSentences(name(chosen), screen, 'You expected:  '),
            ...renderSentences(name(answer), screen, 'The answer:    '),
          ]
  return [lines.join('\n'), renderMarkdown(`Why: ${why}`, screen).trimEnd()].join('\n\n')
}

/** The command that shows it, for somebody who types it. */
export function renderSeeYourself({ run }: Prediction, screen: Screen): string {
  return run ? `${renderSentences('To see it on your machine:', screen).join('\n')}\n  ${run.command}` : ''
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
    return `Running: ${command}\n${renderSentences('Ctrl-C ends it. It prints:', screen).join('\n')}`
  const { bold, dim } = createPaint(screen)
  return `${dim('$')} ${bold(command)}\n${dim(renderSentences('Ctrl-C ends the experiment.', screen).join('\n'))}`
}

/** A line that an experiment prints, so that it cannot drive the terminal and is told from our own words. */
export function renderExperimentLine(line: string, screen: Screen): string {
  return `${screen.plain ? ' ' : createPaint(screen).dim('│')} ${escapeText(line.replaceAll('\t', '  '))}`.trimEnd()
}

/** How an experiment ended, where that has to be said. */
export function renderExperimentEnd(
  end: { readonly how: string; readonly reason: string; readonly unshownLines: number },
  longestMs: number,
  screen: Screen,
): string {
  const sentences: Readonly<Record<string, string>> = {
    ended: `The experiment has ended: ${end.reason}.`,
    interrupted: 'You ended the experiment.',
    'too-long': `The experiment was still running after ${longestMs / 1000} s and was ended.`,
    'not-started': `The experiment could not be started: ${end.reason}.`,
  }
  const cut =
    end.unshownLines > 0
      ? `${renderCount(end.unshownLines, 'more line')} came and ${end.unshownLines === 1 ? 'is' : 'are'} not shown. `
      : ''
  return renderSentences(cut + escapeText(sentences[end.how] ?? ''), screen).join('\n')
}
