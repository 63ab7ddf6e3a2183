/** The screen of a lesson that passed. */
import type { LessonResult } from '../../results/result.ts'
import type { ResultContext } from './result-context.ts'
import {
  createPaint,
  joinParts,
  renderCount,
  renderPairs,
  renderSentences,
  renderSides,
  type Screen,
} from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'

/** Says that the lesson is done, what can be done now, and where to go. */
export function renderPassedResult(result: LessonResult, screen: Screen, context: ResultContext): string[] {
  const { lesson, checks } = result
  const paint = createPaint(screen)
  const title = joinParts(
    [`Lesson ${lesson.number}`, escapeText(lesson.title), renderCount(checks.length, 'check')],
    screen,
  )
  const sign = screen.plain ? 'Passed:' : paint.green('✓')
  const progress = `${context.lessonsDone} of ${renderCount(context.lessonCount, 'lesson')}`
  const canDo = context.canDoNow === undefined ? '' : `What you can do now: ${escapeText(context.canDoNow)}`
  const ways: [string, string][] = [
    [`npm run solution ${lesson.number}`, 'a way to write it, others, and why they differ'],
    [`npm run diff ${lesson.number} solution`, 'how ours differs from yours'],
  ]
  if (context.next) ways.push([`npm run lesson ${context.next.number}`, escapeText(context.next.title)])
  return [
    ...renderSides(`${sign} ${paint.bold(title)}`, context.isCounted ? '' : paint.dim(progress), screen),
    '',
    ...(canDo === '' ? [] : renderSentences(canDo, screen)),
    ...renderPairs(ways, screen),
  ]
}
