/** What a play looks like: who says what, line by line, and the wire between them. */
import type { TranscriptEvent } from '../checker/transcript.ts'
import { cutText, measureWidth, padText, wrapText } from '../text/width.ts'
import { renderByHand } from './result/by-hand.ts'
import {
  createPaint,
  measureColumns,
  renderCount,
  renderPairs,
  renderSentences,
  type Screen,
} from '../text/screen.ts'
import { escapeText } from '../text/visible.ts'
import { renderWireEvent } from './conversation/wire-event.ts'

/** Names up to this length stand in a column of their own. */
const nameColumns = 8
/** A line that is longer than so many rows is cut. */
const mostRows = 4
/** On a narrower screen an arrow has no room beside the names, and the wire is told in words. */
const narrowestDrawing = 60
/** In words, an event may take so many columns before it is broken into rows. */
const widestWords = 76

export interface PlayOpening {
  readonly title: string
  /** What plays, in a sentence. */
  readonly cast: string
  readonly commands: readonly string[]
  /** What is to be said of the commands, or of the play. */
  readonly remarks: readonly string[]
  /** Whether somebody is there to type. */
  readonly isTyped: boolean
}

/** What stands above a play. */
export function renderPlayOpening(
  { title, cast, commands, remarks, isTyped }: PlayOpening,
  screen: Screen,
): string {
  const paint = createPaint(screen)
  const keys = screen.plain ? '' : 'Tab: type to the next one · '
  const words = `${keys}/2, /server: type to that one · /new: one more client · /end: no more input for it · /again: the server anew · /help · /quit`
  return [
    ...renderSentences(title, screen).map((line) => paint.bold(line)),
    ...renderSentences(cast, screen),
    '',
    ...renderByHand(commands, screen),
    ...remarks.flatMap((remark) => renderSentences(remark, screen)),
    '',
    ...(isTyped ? [...renderSentences(words, screen).map((line) => paint.dim(line)), ''] : []),
    '',
  ].join('\n')
}

const relayRemark =
  'A client of yours goes through a relay, at a port of its own, which shows the wire. It passes on bytes, ends (FIN) and resets (RST) as they come.'

/** The words of a play. */
export function renderPlayHelp(
  acts: readonly { readonly name: string; readonly does: string }[],
  screen: Screen,
): string {
  const pairs: [string, string][] = [
    ['text', 'goes to whom you type to, as a line'],
    ['/2, /server', 'type to client 2, to the server'],
    ['/new words', 'one more client; the words are its arguments'],
    ['/end', 'no more input for whom you type to; a client of ours sends its end (FIN)'],
    ['/stop', 'asks the server to stop, as Ctrl-C would (SIGINT)'],
    ['/again', 'starts the server anew, with the file as it is now'],
    ['//text', 'sends /text'],
    ['/quit', 'ends all of them'],
    ...acts.map(({ name, does }): [string, string] => [`/${name}`, does]),
  ]
  return [...renderPairs(pairs, screen), ...renderSentences(relayRemark, screen)].join('\n')
}

/** One line that somebody said, safe to print; on a narrow screen in several rows. */
export function renderSpokenLine(name: string, line: string, screen: Screen): string[] {
  const text = escapeText(line.replaceAll('\t', '  '))
  if (screen.plain) return [`${name}: ${text}`]
  return renderBehindName(name, text, screen)
}

/** What the play itself says. */
export function renderPlayNote(sentence: string, screen: Screen): string[] {
  const text = escapeText(sentence)
  if (screen.plain) return renderSentences(`play: ${text}`, screen)
  return renderBehindName('play', text, screen)
}

/** That somebody said more than is shown. */
export function describeLeftOut(lines: number): string {
  return `… ${renderCount(lines, 'more line')}, too fast to be read`
}

/** One event on the wire. */
export function renderPlayWire(event: TranscriptEvent, program: string, screen: Screen): string[] {
  const columns = measureColumns(screen)
  if (screen.plain)
    return renderSentences(
      `wire: ${renderWireEvent(event, { ...screen, width: widestWords }, program)}`,
      screen,
    )
  if (columns >= narrowestDrawing + nameColumns + 3) {
    const line = renderWireEvent(event, { ...screen, width: columns - nameColumns - 3 }, program)
    return [renderName('wire', screen) + line]
  }
  const words = renderWireEvent(event, { ...screen, width: widestWords, plain: true }, program)
  return renderBehindName('wire', words, screen)
}

/** What stands before the line that is typed. */
export function renderPlayPrompt(name: string | undefined, startsClients: boolean): string {
  if (name !== undefined) return `to ${name} › `
  return startsClients ? 'start a client with › ' : '/new, /again or /quit › '
}

function renderBehindName(name: string, text: string, screen: Screen): string[] {
  const before = renderName(name, screen)
  const indent = padText('', measureWidth(before) - 2) + createPaint(screen).dim('│ ')
  const room = Math.max(8, measureColumns(screen) - measureWidth(before))
  const rows = wrapText(text, room)
  const shown =
    rows.length > mostRows
      ? [...rows.slice(0, mostRows - 1), cutText(`${rows[mostRows - 1]}…${' '.repeat(room)}`, room).trimEnd()]
      : rows
  return shown.map((row, index) => (index === 0 ? before : indent) + row)
}

function renderName(name: string, screen: Screen): string {
  const paint = createPaint(screen)
  const clients = [paint.green, paint.magenta, paint.blue]
  const number = Number(/\d+$/u.exec(name)?.[0] ?? 1)
  const colour =
    name === 'server'
      ? paint.cyan
      : name.startsWith('client')
        ? (clients[(number - 1) % clients.length] ?? paint.green)
        : paint.dim
  return `${colour(padText(name, nameColumns))} ${paint.dim('│')} `
}
