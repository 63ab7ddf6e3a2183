/**
 * Pages of a text where nothing is drawn: each is printed, and a word says what comes next. A screen reader looks back over
 * what the screen holds, and on a console that is all that can be read again.
 */
import { say, type Words } from '../language/say.ts'
import { renderWords } from '../text/screen.ts'
import { measureWidth } from '../text/width.ts'
import { readLine } from './read-line.ts'
import { showText } from './show.ts'
import type { Terminal } from './terminal.ts'

/** @returns whether it was shown to its end @throws {Cancelled} on Ctrl-C */
export async function showPagesByWord(
  terminal: Terminal,
  text: string,
  reservedRows: number,
): Promise<boolean> {
  const lines = text.replace(/\n$/, '').split('\n')
  const starts: number[] = []
  let shown = 0
  const doesNotFit = () => countRows(terminal, lines.slice(shown)) + reservedRows >= terminal.rows
  while (shown < lines.length && doesNotFit()) {
    const page = takePage(terminal, lines.slice(shown))
    showText(terminal, page.join('\n'))
    starts.push(shown)
    shown += page.length
    const wish = await askForWish(terminal, invite(Math.floor((shown / lines.length) * 100)))
    if (wish === 'q') return false
    if (wish === 'a') break
    if (wish === 'b') {
      starts.pop()
      shown = starts.pop() ?? 0
    }
  }
  if (shown < lines.length) showText(terminal, lines.slice(shown).join('\n'))
  return true
}

/** @returns false when the reader leaves the text @throws {Cancelled} on Ctrl-C */
export async function waitByWord(terminal: Terminal): Promise<boolean> {
  return (await askForWish(terminal, say`Enter: go on, q: leave the text:`)) !== 'q'
}

/** The letter of what the reader wants; at the end of input they leave. */
async function askForWish(terminal: Terminal, words: Words): Promise<string> {
  const answer = await readLine(terminal, `${renderWords(words, terminal.screen)} `)
  return answer === undefined ? 'q' : answer.trim().charAt(0).toLowerCase()
}

function takePage(terminal: Terminal, lines: readonly string[]): string[] {
  let rows = 0
  const invitation = countRows(terminal, [`${renderWords(invite(99), terminal.screen)} `])
  const end = lines.findIndex((line) => (rows += countRows(terminal, [line])) > terminal.rows - invitation)
  return lines.slice(0, Math.max(end === -1 ? lines.length : end, 1))
}

/** How many rows of the terminal the lines take: one that is too wide is broken by the terminal. */
function countRows({ screen: { width } }: Terminal, lines: readonly string[]): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(measureWidth(line) / width)), 0)
}

function invite(shown: number): Words {
  return say`${shown} % shown. Enter: go on, b: back, a: all of it, q: leave the text:`
}
