/** What a play looks like: who says what, line by line, and the wire between them. */
import { say, sayCount, type Words } from '../language/say.ts'
import type { TranscriptEvent } from '../checker/transcript.ts'
import { cutText, measureWidth, padText, wrapText } from '../text/width.ts'
import { renderByHand } from './result/by-hand.ts'
import {
  createPaint,
  measureColumns,
  renderNumber,
  renderPairs,
  renderSafely,
  renderSentences,
  renderWords,
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
  readonly title: Words
  /** What plays, in a sentence. */
  readonly cast: Words
  readonly commands: readonly string[]
  /** What is to be said of the commands, or of the play. */
  readonly remarks: readonly Words[]
  /** Whether somebody is there to type. */
  readonly isTyped: boolean
}

/** What stands above a play. */
export function renderPlayOpening(
  { title, cast, commands, remarks, isTyped }: PlayOpening,
  screen: Screen,
): string {
  const paint = createPaint(screen)
  const keys = [...(screen.plain ? [] : [say`Tab: type to the next one`]), ...shortHelp]
  const words = keys.map((key) => renderWords(key, screen)).join(' · ')
  return [
    ...renderSentences(renderSafely(title, screen), screen).map((line) => paint.bold(line)),
    ...renderSentences(cast, screen),
    '',
    ...renderByHand(commands, screen),
    ...remarks.flatMap((remark) => renderSentences(remark, screen)),
    '',
    ...(isTyped ? [...renderSentences(words, screen).map((line) => paint.dim(line)), ''] : []),
    '',
  ].join('\n')
}

const shortHelp: readonly Words[] = [
  say`/2, /server: type to that one`,
  say`/new: one more client`,
  say`/end: no more input for it`,
  say`/again: the server anew`,
  '/help',
  '/quit',
]

const relayRemark = say`A client of yours goes through a relay, at a port of its own, which shows the wire. It passes on bytes, ends (FIN) and resets (RST) as they come.`

/** The words of a play. */
export function renderPlayHelp(
  acts: readonly { readonly name: string; readonly does: Words }[],
  screen: Screen,
): string {
  const pairs: [Words, Words][] = [
    [say`text`, say`goes to whom you type to, as a line`],
    ['/2, /server', say`type to client 2, to the server`],
    [say`/new words`, say`one more client; the words are its arguments`],
    ['/end', say`no more input for whom you type to; a client of ours sends its end (FIN)`],
    ['/stop', say`asks the server to stop, as Ctrl-C would (SIGINT)`],
    ['/again', say`starts the server anew, with the file as it is now`],
    ['//text', say`sends /text`],
    ['/quit', say`ends all of them`],
    ...acts.map(({ name, does }): [Words, Words] => [`/${name}`, does]),
  ]
  return [...renderPairs(pairs, screen), ...renderSentences(relayRemark, screen)].join('\n')
}

/** One line that somebody said, safe to print; on a narrow screen in several rows. */
export function renderSpokenLine(name: string, line: Words, screen: Screen): string[] {
  const text = escapeText(renderWords(line, screen).replaceAll('\t', '  '))
  if (screen.plain) return [`${renderWords(nameSpeaker(name), screen)}: ${text}`]
  return renderBehindName(name, text, screen)
}

/** What the play itself says. */
export function renderPlayNote(sentence: Words, screen: Screen): string[] {
  const text = renderSafely(sentence, screen)
  if (screen.plain) return renderSentences(say`play: ${text}`, screen)
  return renderBehindName('play', text, screen)
}

/** That somebody said more than is shown. */
export function describeLeftOut(lines: number): Words {
  return sayCount(
    lines,
    say`… ${lines} more line, too fast to be read`,
    say`… ${renderNumber(lines)} more lines, too fast to be read`,
  )
}

/** One event on the wire. */
export function renderPlayWire(event: TranscriptEvent, program: string, screen: Screen): string[] {
  const columns = measureColumns(screen)
  if (screen.plain)
    return renderSentences(
      say`wire: ${renderWireEvent(event, { ...screen, width: widestWords }, program)}`,
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
export function describePlayPrompt(name: string | undefined, startsClients: boolean): Words {
  if (name !== undefined) return say`to ${nameSpeaker(name)} ›`
  return startsClients ? say`start a client with ›` : say`/new, /again or /quit ›`
}

/** What a speaker is called on the screen; a named client is called as it was asked for. */
export function nameSpeaker(name: string): Words {
  const client = /^client (\d+)$/u.exec(name)?.[1]
  if (client !== undefined) return say`client ${client}`
  return speakers[name] ?? name
}

const speakers: Readonly<Record<string, Words>> = {
  server: say`server`,
  wire: say`wire`,
  play: say`play`,
  you: say`you`,
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
  return `${colour(padText(renderWords(nameSpeaker(name), screen), nameColumns))} ${paint.dim('│')} `
}
