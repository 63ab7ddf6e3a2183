/** The screen after a lesson has been checked. */
import type { LessonResult } from '../../results/result.ts'
import type { ResultContext } from './result-context.ts'
import { renderBrokenResult } from './result-broken.ts'
import { renderFailedResult } from './result-failed.ts'
import { renderPassedResult } from './result-passed.ts'
import type { Screen } from '../../text/screen.ts'

/** Tells a result, by its verdict: what was missed, what was reached, or that the checker itself failed. */
export function renderResult(result: LessonResult, screen: Screen, context: ResultContext): string {
  const lines =
    result.verdict === 'passed'
      ? renderPassedResult(result, screen, context)
      : result.verdict === 'failed'
        ? renderFailedResult(result, screen, context)
        : renderBrokenResult(result, screen, context)
  return lines.join('\n')
}
