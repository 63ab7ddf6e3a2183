/** What is shown when the workbook cannot do what it was asked. */
import { createPaint, renderSentences, type Screen } from '../text/screen.ts'
import { escapeLines } from '../text/visible.ts'

/** Says what is the matter and, below, what to do about it. */
export function renderRefusal(
  { message, remedy }: { readonly message: string; readonly remedy: string },
  screen: Screen,
): string {
  const { bold } = createPaint(screen)
  return [
    ...renderSentences(bold(escapeLines(message)), screen),
    ...renderSentences(escapeLines(remedy), screen),
  ].join('\n')
}
