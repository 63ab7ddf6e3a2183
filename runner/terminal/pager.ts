/** Shows a long text a screen at a time. */
import { say } from '../language/say.ts'
import { createPaint, renderWords } from '../text/screen.ts'
import { cutText, measureWidth } from '../text/width.ts'
import type { Terminal } from './terminal.ts'
import { readKey } from './keys.ts'
import { readLine } from './read-line.ts'
import { showText } from './show.ts'

const nextKeys = ['\r', '\n', ' ', 'j', '\x1b[B', '\x1b[6~']
const leaveKeys = ['q', 'Q', '\x1b', '\x04']
const eraseLine = '\r\x1b[2K'

/**
 * Shows a text, in pages where somebody is there to turn them and it is longer than the screen. Without drawing too:
 * a screen reader looks back over what the screen holds, and on a console that is all that can be read again.
 * @param reservedRows rows that are needed below its end for what comes then, so that the end stays in sight
 * @returns whether it was shown to its end; false when the reader left it
 * @throws {Cancelled} on Ctrl-C.
 */
export async function showPaged(terminal: Terminal, text: string, reservedRows = 0): Promise<boolean> {
  const lines = text.replace(/\n$/, '').split('\n')
  let shown = 0
  const doesNotFit = () => countRows(terminal, lines.slice(shown)) + reservedRows >= terminal.rows
  while (terminal.interactive && shown < lines.length && doesNotFit()) {
    const page = takePage(terminal, lines.slice(shown))
    showText(terminal, page.join('\n'))
    shown += page.length
    const wish = await invite(terminal, Math.floor((shown / lines.length) * 100))
    if (wish === 'leave') return false
    if (wish === 'all') break
  }
  if (shown < lines.length) showText(terminal, lines.slice(shown).join('\n'))
  return true
}

/**
 * Waits until the reader wants to go on with a text; where nobody is there, they do.
 * @returns false when they leave it
 * @throws {Cancelled} on Ctrl-C.
 */
export async function waitToGoOn(terminal: Terminal): Promise<boolean> {
  return !terminal.interactive || (await invite(terminal, undefined)) !== 'leave'
}

type Wish = 'on' | 'all' | 'leave'

async function invite(terminal: Terminal, shown: number | undefined): Promise<Wish> {
  if (terminal.screen.plain) return inviteByWord(terminal, shown)
  terminal.stdout.write(renderInvitation(terminal, shown))
  const key = await readKey(terminal, [...nextKeys, ...leaveKeys]).finally(() =>
    terminal.stdout.write(eraseLine),
  )
  return nextKeys.includes(key) ? 'on' : 'leave'
}

/** Where nothing can be erased the invitation stays, so that one answer is enough for all the pages that follow. */
async function inviteByWord(terminal: Terminal, shown: number | undefined): Promise<Wish> {
  const answer = await readLine(terminal, renderSpokenInvitation(terminal, shown))
  const letter = answer?.trim().charAt(0).toLowerCase() ?? 'q'
  if (letter === 'q') return 'leave'
  return letter === 'a' ? 'all' : 'on'
}

function takePage(terminal: Terminal, lines: readonly string[]): string[] {
  let rows = 0
  const invitation = terminal.screen.plain ? countRows(terminal, [renderSpokenInvitation(terminal, 99)]) : 1
  const end = lines.findIndex((line) => (rows += countRows(terminal, [line])) > terminal.rows - invitation)
  return lines.slice(0, Math.max(end === -1 ? lines.length : end, 1))
}

/** How many rows of the terminal the lines take: one that is too wide is broken by the terminal. */
function countRows({ screen: { width } }: Terminal, lines: readonly string[]): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(measureWidth(line) / width)), 0)
}

function renderSpokenInvitation({ screen }: Terminal, shown: number | undefined): string {
  const words =
    shown === undefined
      ? say`Enter: go on, q: leave the text:`
      : say`${shown} % shown. Enter: go on, a: all of it, q: leave the text:`
  return `${renderWords(words, screen)} `
}

function renderInvitation({ screen }: Terminal, shown: number | undefined): string {
  const words =
    shown === undefined
      ? say`Enter or space: go on · q: leave the text`
      : say`${shown} % · Enter or space: go on · q: leave the text`
  return createPaint(screen).dim(cutText(` ${renderWords(words, screen)}`, screen.width - 1))
}
