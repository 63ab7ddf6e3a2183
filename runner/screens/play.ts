/** What a play looks like: who says what, line by line, and the wire between them. */
import { say, sayCount, type Words } from '../language/say.ts'
import type { SocketKind } from '../processes/protocol.ts'
import type { TranscriptEvent } from '../checker/record/transcript.ts'
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
import { renderWireEvent, type WireNames } from './conversation/wire-event.ts'

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

const stormWords: readonly [Words, Words][] = [
  ['/storm', say`datagrams between your programs are lost, doubled and late, and a stranger sends some`],
  ['/storm 7', say`the storm with the seed 7, which does the same each time`],
  ['/calm', say`ends the storm`],
]

/** The words of a play. */
export function renderPlayHelp(
  acts: readonly { readonly name: string; readonly does: Words }[],
  protocol: SocketKind,
  screen: Screen,
): string {
  const pairs: [Words, Words][] = [
    [say`text`, say`goes to whom you type to, as a line`],
    ['/2, /server', say`type to client 2, to the server`],
    [say`/new words`, say`one more client; the words are its arguments`],
    ['/end', say`no more input for whom you type to; a client of ours sends its end (FIN)`],
    ['/stop', say`asks the server to stop, as Ctrl-C would (SIGINT)`],
    ['/again', say`starts the server anew, with the file as it is now`],
    ...(protocol === 'udp' ? stormWords : []),
    ['//text', say`sends /text`],
    ['/quit', say`ends all of them`],
    ...acts.map(({ name, does }): [Words, Words] => [`/${name}`, does]),
  ]
  return [...renderPairs(pairs, screen), ...renderSentences(relayRemark, screen)].join('\n')
}

/** Who says something on the screen: one who plays, or the play itself. */
export interface ShownSpeaker {
  readonly name: Words
  readonly role: 'server' | 'client' | 'aside'
  /** Which of the clients it is. */
  readonly number?: number
}

/** What is on the wire. */
export const wireSpeaker: ShownSpeaker = { name: say`wire`, role: 'aside' }
/** Who types. */
export const youSpeaker: ShownSpeaker = { name: say`you`, role: 'aside' }
const playSpeaker: ShownSpeaker = { name: say`play`, role: 'aside' }

/** One line that somebody said, safe to print; on a narrow screen in several rows. */
export function renderSpokenLine(speaker: ShownSpeaker, line: Words, screen: Screen): string[] {
  const text = escapeText(renderWords(line, screen).replaceAll('\t', '  '))
  if (screen.plain) return [`${renderWords(speaker.name, screen)}: ${text}`]
  return renderBehindName(speaker, text, screen)
}

/** What the play itself says. */
export function renderPlayNote(sentence: Words, screen: Screen): string[] {
  const text = renderSafely(sentence, screen)
  if (screen.plain) return renderSentences(say`play: ${text}`, screen)
  return renderBehindName(playSpeaker, text, screen, Infinity)
}

/** That somebody said more than is shown. */
export function describeLeftOut(lines: number): Words {
  return sayCount(
    lines,
    say`… ${lines} more line, too fast to be read`,
    say`… ${renderNumber(lines)} more lines, too fast to be read`,
  )
}

/** That the last of the lines that were left out come after all. */
export function describeLastLines(lines: number): Words {
  return say`… the last ${lines} of them, which were the last words:`
}

/** One event on the wire. */
export function renderPlayWire(event: TranscriptEvent, names: WireNames, screen: Screen): string[] {
  const columns = measureColumns(screen)
  if (screen.plain)
    return renderSentences(
      say`wire: ${renderWireEvent(event, { ...screen, width: widestWords }, names)}`,
      screen,
    )
  if (columns >= narrowestDrawing + nameColumns + 3) {
    const line = renderWireEvent(event, { ...screen, width: columns - nameColumns - 3 }, names)
    return [renderName(wireSpeaker, screen) + line]
  }
  const words = renderWireEvent(event, { ...screen, width: widestWords, plain: true }, names)
  return renderBehindName(wireSpeaker, words, screen)
}

/** What stands before the line that is typed. */
export function describePlayPrompt(name: Words | undefined, startsClients: boolean): Words {
  if (name !== undefined) return say`to ${name} ›`
  return startsClients ? say`start a client with ›` : say`/new, /again or /quit ›`
}

/** @param most so many rows are shown of it, where it has more */
function renderBehindName(speaker: ShownSpeaker, text: string, screen: Screen, most = mostRows): string[] {
  const before = renderName(speaker, screen)
  const indent = padText('', measureWidth(before) - 2) + createPaint(screen).dim('│ ')
  const room = Math.max(8, measureColumns(screen) - measureWidth(before))
  const rows = wrapText(text, room)
  const shown =
    rows.length > most
      ? [...rows.slice(0, most - 1), cutText(`${rows[most - 1]}…${' '.repeat(room)}`, room).trimEnd()]
      : rows
  return shown.map((row, index) => (index === 0 ? before : indent) + row)
}

function renderName({ name, role, number = 1 }: ShownSpeaker, screen: Screen): string {
  const paint = createPaint(screen)
  const clients = [paint.green, paint.magenta, paint.blue]
  const colour = {
    server: paint.cyan,
    client: clients[(number - 1) % clients.length] ?? paint.green,
    aside: paint.dim,
  }[role]
  return `${colour(padText(renderWords(name, screen), nameColumns))} ${paint.dim('│')} `
}
