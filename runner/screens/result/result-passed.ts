/** The screen of a lesson that passed. */
import type { LessonResult } from '../../results/result.ts'
import type { ResultContext } from './result-context.ts'
import {
  createPaint,
  joinParts,
  renderPairs,
  renderSentences,
  renderSides,
  type Screen,
} from '../../text/screen.ts'
import { say, sayCount } from '../../language/say.ts'
import { escapeText } from '../../text/visible.ts'
import { renderSafely } from '../conversation/step-words.ts'

/** Says that the lesson is done, what can be done now, and where to go. */
export function renderPassedResult(result: LessonResult, screen: Screen, context: ResultContext): string[] {
  const { lesson, checks } = result
  const paint = createPaint(screen)
  const title = joinParts(
    [
      renderSafely(say`Lesson ${lesson.number}`, screen),
      escapeText(lesson.title),
      renderSafely(sayCount(checks.length, say`1 check`, say`${checks.length} checks`), screen),
    ],
    screen,
  )
  const sign = screen.plain ? renderSafely(say`Passed:`, screen) : paint.green('✓')
  const { lessonsDone, lessonCount } = context
  const progress = renderSafely(
    sayCount(lessonCount, say`${lessonsDone} of 1 lesson`, say`${lessonsDone} of ${lessonCount} lessons`),
    screen,
  )
  const canDo =
    context.canDoNow === undefined ? '' : renderSafely(say`What you can do now: ${context.canDoNow}`, screen)
  const ways: [string, string][] = [
    [
      `npm run solution ${lesson.number}`,
      renderSafely(say`a way to write it, others, and why they differ`, screen),
    ],
    [`npm run diff ${lesson.number} solution`, renderSafely(say`how ours differs from yours`, screen)],
  ]
  if (context.next) ways.push([`npm run lesson ${context.next.number}`, escapeText(context.next.title)])
  return [
    ...renderSides(`${sign} ${paint.bold(title)}`, context.isCounted ? '' : paint.dim(progress), screen),
    '',
    ...(canDo === '' ? [] : renderSentences(canDo, screen)),
    ...renderPairs(ways, screen),
  ]
}
