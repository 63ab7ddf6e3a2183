/** What stands around a hint. */
import { say, sayCount } from '../../language/say.ts'
import {
  createPaint,
  renderLabelled,
  renderSentences,
  renderSides,
  renderWords,
  type Screen,
} from '../../text/screen.ts'

/** Says of a hint that it answers the failure at hand. */
export const fittingWords = say`fits what you were told`

/** The heading of a hint; `index` counts from 0. */
export function renderHintHeading(index: number, count: number, isFitting: boolean, screen: Screen): string {
  const { bold, dim } = createPaint(screen)
  const heading = bold(renderWords(say`Hint ${index + 1} of ${count}`, screen))
  return isFitting ? renderSides(heading, dim(renderWords(fittingWords, screen)), screen).join('\n') : heading
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
      ...renderSentences(say`Hint ${number} is offered when you are told the same again.`, screen),
      ...renderLabelled(say`To read it now:`, `${command} ${number}`, screen),
    ].join('\n')
  }
  return unread > 0
    ? renderLabelled(
        sayCount(unread, say`${unread} more hint:`, say`${unread} more hints:`),
        command,
        screen,
      ).join('\n')
    : renderSentences(say`You have read all hints of this lesson.`, screen).join('\n')
}
