/** Where a program died of an error: the place in the learner's file, its line, and a caret below it. */
import type { Crash } from '../../checker/record/verdict.ts'
import { say } from '../../language/say.ts'
import { createPaint, measureColumns, renderSentences, type Screen } from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'
import { renderSafely } from '../conversation/step-words.ts'
import { cutText, measureWidth, padText } from '../../text/width.ts'

const indent = 4

/** Shows the place of a crash; nothing where it is not known. */
export function renderCrashPlace({ place }: Crash, screen: Screen): string[] {
  if (!place) return []
  const { file, line, column, source } = place
  const where = renderSentences(
    renderSafely(say`In ${file}, line ${String(line)}, column ${String(column)}:`, screen),
    screen,
  )
  if (source === undefined) return where
  const blanks = source.length - source.trimStart().length
  const before = escapeText(source.slice(blanks, Math.max(blanks, column - 1)))
  const room = measureColumns(screen) - indent
  const shown = padText('', indent) + cutText(escapeText(source.trim()), room)
  const caret = indent + measureWidth(before)
  // The sentence has told the column, so plain, and where the line is cut before it, nothing is missing.
  if (screen.plain || caret >= indent + room) return [...where, shown]
  return [...where, shown, createPaint(screen).red(`${padText('', caret)}^`)]
}
