/** What stands around a hint. */
import {
  createPaint,
  renderCount,
  renderLabelled,
  renderSentences,
  renderSides,
  type Screen,
} from '../../text/screen.ts'

/** Says of a hint that it answers the failure at hand. */
export const fittingWords = 'fits what you were told'

/** The heading of a hint; `index` counts from 0. */
export function renderHintHeading(index: number, count: number, isFitting: boolean, screen: Screen): string {
  const { bold, dim } = createPaint(screen)
  const heading = bold(`Hint ${index + 1} of ${count}`)
  return isFitting ? renderSides(heading, dim(fittingWords), screen).join('\n') : heading
}

export interface AfterHint {
  readonly lesson: number
  /** How many hints have not been read yet. */
  readonly unread: number
  /** The place, counted from 0, of the one that is offered only when the same failure has come again. */
  readonly nextWhenToldAgain?: number
}

/** What stands below a hint: how to come to the next one. */
export function renderHintFooting({ lesson, unread, nextWhenToldAgain }: AfterHint, screen: Screen): string {
  const command = `npm run hint ${lesson}`
  if (nextWhenToldAgain !== undefined) {
    const number = nextWhenToldAgain + 1
    return [
      ...renderSentences(`Hint ${number} is offered when you are told the same again.`, screen),
      ...renderLabelled('To read it now:', `${command} ${number}`, screen),
    ].join('\n')
  }
  return unread > 0
    ? renderLabelled(`${renderCount(unread, 'more hint')}:`, command, screen).join('\n')
    : renderSentences('You have read all hints of this lesson.', screen).join('\n')
}
