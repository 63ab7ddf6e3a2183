/** The screen for a failure of ours: no verdict, and no word against the learner's program. */
import type { Obstacle } from '../../checker/record/verdict.ts'
import type { LessonResult } from '../../results/result.ts'
import { renderCheckLines } from './check-lines.ts'
import type { ResultContext } from './result-context.ts'
import {
  measureColumns,
  renderIndented,
  renderLabelled,
  renderSentences,
  renderWords,
  type Screen,
} from '../../text/screen.ts'
import { say } from '../../language/say.ts'
import { renderSafely } from '../conversation/step-words.ts'
import { escapeLines, escapeText } from '../../text/visible.ts'

/** Says that there is no verdict and why. */
export function renderBrokenResult(result: LessonResult, screen: Screen, context: ResultContext): string[] {
  const { number } = result.lesson
  const { message: words, details } = findCause(result)
  const message = renderWords(words, screen)
  const [firstLine = ''] = message.split(/\r?\n/)
  const sentences = [
    say`The checker of lesson ${number} could not do its work, so there is no verdict.`,
    say`This is our mistake, not yours. What happened: ${firstLine}`,
  ].flatMap((sentence) => renderSentences(renderSafely(sentence, screen), screen))
  if (context.verbose !== true) return [...sentences, ...renderWayToDetails(context, screen)]
  return [
    ...sentences,
    '',
    ...renderCheckLines(result.checks, screen),
    '',
    ...escapeLines(details === '' ? message : details)
      .split('\n')
      .flatMap((line) => renderIndented(line, 4, measureColumns(screen))),
  ]
}

function renderWayToDetails({ verboseCommand }: ResultContext, screen: Screen): string[] {
  return verboseCommand === undefined
    ? []
    : renderLabelled(
        renderSafely(say`All that is known about it:`, screen),
        escapeText(verboseCommand),
        screen,
      )
}

function findCause({ broken, checks, expectedChecks }: LessonResult): Obstacle {
  const message = say`Of ${expectedChecks} checks, ${checks.length} were run.`
  return broken ?? checks.find((check) => check.broken)?.broken ?? { message, details: '' }
}
