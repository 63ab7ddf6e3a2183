/** What stands around a hint. */
import { createPaint, renderCount, renderSentences, type Screen } from './screen.ts'

/** The heading of a hint; `index` counts from 0. */
export function renderHintHeading(index: number, count: number, screen: Screen): string {
  return createPaint(screen).bold(`Hint ${index + 1} of ${count}`)
}

/** What stands below a hint: how many more there are, and the command for the next. */
export function renderHintFooting(index: number, count: number, lesson: number, screen: Screen): string {
  const left = count - index - 1
  const words =
    left > 0
      ? `${renderCount(left, 'more hint')}: npm run hint ${lesson}`
      : 'This was the last hint of this lesson.'
  return renderSentences(words, screen).join('\n')
}
