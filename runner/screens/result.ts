/** The screen after a lesson has been checked. */
import type { LessonResult } from '../results/result.ts'
import { renderBrokenResult } from './result-broken.ts'
import { renderFailedResult } from './result-failed.ts'
import { renderPassedResult } from './result-passed.ts'
import type { Screen } from './screen.ts'

export interface ResultContext {
  readonly lessonsDone: number
  readonly lessonCount: number
  /** The lesson after this one. */
  readonly next?: { readonly number: number; readonly title: string }
  /** What the learner can do now, as a clause: "serve one client after another". */
  readonly canDoNow?: string
  /** The file that is told about; without it, the one that was running when the first check failed. */
  readonly file?: string
  /** Where the conversation is kept whole. */
  readonly fullTranscriptAt?: string
  /** The command that tells everything about a failure of ours. */
  readonly verboseCommand?: string
  /** Tells all: conversations uncut, every failing check in full, the details of a failure of ours. */
  readonly verbose?: boolean
}

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
