/** One event of a conversation on a line of its own, for whoever shows a conversation while it goes on. */
import type { TranscriptEvent } from '../../checker/record/transcript.ts'
import { cutText, measureWidth, padText } from '../../text/width.ts'
import { paintArrow, renderArrow } from './arrow.ts'
import { createPaint, measureColumns, renderNumber, renderWords, type Screen } from '../../text/screen.ts'
import { say, type Words } from '../../language/say.ts'
import { findDirection, hasBytes, isTrouble } from '../../conversation/step-sentences.ts'
import { labelNote, quoteStep, renderSafely, sayStep } from './step-words.ts'
import { readStep, type Step } from '../../conversation/steps.ts'

/** Room for "12,345 ms"; a later time pushes the rest to the right. */
const timeColumns = 9
const longestName = 14
const widestArrow = 44
/** An arrow needs so much for a few bytes on it; with less room, the line is said in words. */
const narrowestArrow = 16

/** What those are called between whom something happens. */
export interface WireNames {
  /** Whom the event names. */
  readonly peer: Words
  /** The program with which the peers deal. */
  readonly server: Words
}

/**
 * Writes an event as one line of at most the screen's width, without a line feed: when it happened, with whom, which
 * way it went, and what was sent. Plain, it is said in words: `12 ms: client 1 sends to your server "hello"`.
 */
export function renderWireEvent(event: TranscriptEvent, screen: Screen, names: WireNames): string {
  const step = readStep(event)
  const columns = measureColumns(screen)
  const time = renderWords(say`${renderNumber(Math.round(event.at))} ms`, screen)
  return (
    (screen.plain ? undefined : drawLine(step, time, names, columns, screen)) ??
    sayLine(step, `${time}: `, names, columns, screen)
  )
}

function sayLine(step: Step, time: string, names: WireNames, columns: number, screen: Screen): string {
  const sentence = time + sayStep(step, names.peer, names.server, screen)
  if (!hasBytes(step)) return cutText(sentence, columns)
  const quotation = quoteStep(step, Math.max(columns - measureWidth(sentence) - 1, 0), screen).text
  return cutText(`${sentence} ${quotation}`, columns)
}

/** Draws the line in columns that are the same for every event; undefined where there is not the room. */
function drawLine(
  step: Step,
  time: string,
  { peer, server }: WireNames,
  columns: number,
  screen: Screen,
): string | undefined {
  const { dim, yellow } = createPaint(screen)
  const shownProgram = cutText(renderSafely(server, screen), longestName)
  const shownPeer = cutText(renderSafely(peer, screen), longestName)
  const before = `${dim(padText(time, timeColumns, 'right'))}  ${padText(shownPeer, longestName)}`
  const room = columns - measureWidth(before)
  const direction = findDirection(step)
  if (!direction) {
    if (room - 1 < narrowestArrow) return undefined
    const [words = '', below] = labelNote(step, room - 1, screen).split('\n')
    const bytes =
      below === undefined ? '' : ` ${quoteStep(step, room - measureWidth(words) - 2, screen).text}`
    const note = cutText(words + bytes, room - 1)
    return `${before} ${isTrouble(step) ? yellow(note) : note}`
  }
  const arrowColumns = Math.min(widestArrow, room - measureWidth(shownProgram))
  if (arrowColumns < narrowestArrow) return undefined
  const arrow = renderArrow(step, arrowColumns, direction === 'to-program', screen)
  return before + paintArrow(arrow, step, screen) + shownProgram
}
