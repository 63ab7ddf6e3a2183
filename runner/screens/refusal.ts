/** What is shown when the workbook cannot do what it was asked. */
import type { Refusal } from '../edge/refusal.ts'
import { createPaint, renderSentences, renderWords, type Screen } from '../text/screen.ts'
import { escapeLines } from '../text/visible.ts'

/** Says what is the matter and, below, what to do about it. */
export function renderRefusal(
  { complaint, remedy }: Pick<Refusal, 'complaint' | 'remedy'>,
  screen: Screen,
): string {
  const { bold } = createPaint(screen)
  return [
    ...renderSentences(bold(escapeLines(renderWords(complaint, screen))), screen),
    ...remedy.flatMap((words) => renderSentences(escapeLines(renderWords(words, screen)), screen)),
  ].join('\n')
}
