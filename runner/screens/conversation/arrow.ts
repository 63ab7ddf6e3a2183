/** What stands between the lines of life: arrows with words on them, and notes. */
import { cutText, measureWidth, unbreakableBlank, wrapText } from '../../text/width.ts'
import { createPaint, type Screen } from '../../text/screen.ts'
import { findDirection, isTrouble } from '../../conversation/step-sentences.ts'
import { labelArrow, labelNote } from './step-words.ts'
import type { Step } from '../../conversation/steps.ts'

/** What an arrow needs besides its words and its strokes: blanks, the strokes before the words, the head. */
const bareColumns = 7
const mostNoteLines = 4

/** Draws the arrow of a step in exactly `columns` columns. Its words stand near the side from which it comes. */
export function renderArrow(step: Step, columns: number, isRightwards: boolean, screen: Screen): string {
  const room = columns - bareColumns - 1
  const label = cutText(labelArrow(step, room, screen), room)
  const strokes = '─'.repeat(columns - bareColumns - measureWidth(label))
  return isRightwards ? ` ── ${label} ${strokes}▶ ` : ` ◀${strokes} ${label} ── `
}

/** Colours an arrow: red where it is trouble, else by who drew it. */
export function paintArrow(arrow: string, step: Step, screen: Screen): string {
  const paint = createPaint(screen)
  if (isTrouble(step)) return step.isFault ? paint.bold(paint.red(arrow)) : paint.red(arrow)
  return findDirection(step) === 'to-peer' ? paint.cyan(arrow) : arrow
}

/** The last row of a conversation in which nothing that happened was wrong, but what did not happen. */
export function renderFailedRow(step: Step, columns: number, screen: Screen): string {
  return createPaint(screen).red(cutText(`✗ ${labelNote(step, columns, screen)}`, columns))
}

/** Writes the note of a step in lines of at most `columns` columns. */
export function renderNoteLines(step: Step, columns: number, screen: Screen): string[] {
  // "2 s" is one word.
  const note = labelNote(step, columns, screen).replaceAll(/(\d) (m?s)\b/gu, `$1${unbreakableBlank}$2`)
  const lines = wrapText(note, columns)
  const kept = lines.slice(0, mostNoteLines)
  if (lines.length > kept.length) kept.push(cutText(`${kept.pop()} …`, columns))
  const { red, yellow } = createPaint(screen)
  if (step.isFault) return kept.map(red)
  return isTrouble(step) ? kept.map(yellow) : kept
}
