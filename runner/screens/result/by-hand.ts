/** The commands that repeat a check by hand, ready to be copied. */
import { measureWidth, padText, wrapText } from '../../text/width.ts'
import { createPaint, measureColumns, renderSentences, type Screen } from '../../text/screen.ts'
import { say } from '../../language/say.ts'
import { renderSafely } from '../conversation/step-words.ts'
import { escapeText } from '../../text/visible.ts'

/** A word of a command, with quoted blanks in it. */
const shellWord = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\]|['"\\])+/gsu

/** A command, and behind four blanks, which are not quoted, words about it. */
const withWords = /^((?:'[^']*'|"(?:\\.|[^"\\])*"|[^'"])*?) {4,}(.*)$/su

/** Lists the commands. Where one is too long it goes on in the next line with a `\`, as a shell allows. */
export function renderByHand(commands: readonly string[], screen: Screen): string[] {
  const label = renderSafely(say`By hand:`, screen)
  const columns = measureColumns(screen)
  if (commands.length === 0) return []
  if (commands.length === 1) return renderCommand(commands[0] ?? '', `${label}  `, columns, screen)
  return [
    ...renderSentences(say`By hand, each in a terminal of its own:`, screen),
    ...commands.flatMap((command, index) => renderCommand(command, `  ${index + 1}  `, columns, screen)),
  ]
}

function renderCommand(command: string, first: string, columns: number, screen: Screen): string[] {
  const paint = createPaint(screen)
  const room = columns - measureWidth(first)
  const text = escapeText(command)
  const indent = padText('', measureWidth(first))
  // What a person does meanwhile stands behind four blanks, and is no part of the command.
  const [, shell = text, words] = measureWidth(text) <= room ? [] : (withWords.exec(text) ?? [])
  return [
    ...breakCommand(shell, room).map((line, index) => (index === 0 ? first : indent) + paint.cyan(line)),
    ...(words === undefined ? [] : wrapText(words, room - 2).map((line) => `${indent}  ${line}`)),
  ]
}

/** Breaks between words only: a longer word stays whole, because broken it would be another command. */
function breakCommand(command: string, columns: number): string[] {
  if (measureWidth(command) <= columns) return [command]
  const lines: string[] = []
  for (const [word] of command.matchAll(shellWord)) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && measureWidth(longer) <= columns - 2) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line))
}
