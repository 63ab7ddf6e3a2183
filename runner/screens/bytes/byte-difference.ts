/** Shows two byte strings below each other, with a caret under the first byte that is wrong, or in words alone. */
import { say, sayCount, type Sentence } from '../../language/say.ts'
import type { ByteDifference } from '../../checker/record/verdict.ts'
import { measureWidth, padText, wrapText } from '../../text/width.ts'
import { sumCellWidths, splitIntoCells, type ByteCell } from './byte-cells.ts'
import { nameDifference } from './byte-sentence.ts'
import { quoteCells } from './bytes.ts'
import {
  createPaint,
  measureColumns,
  renderLabelled,
  renderNumber,
  renderSentences,
  renderWords,
  type Screen,
} from '../../text/screen.ts'

const narrowestBeside = 40

/** Draws expected and received bytes, cut around the first difference, and says in words what differs. */
export function renderByteDifference(difference: ByteDifference, screen: Screen): string {
  if (screen.plain) return sayDifference(difference, screen).join('\n')
  const columns = measureColumns(screen)
  const [expectedLabel, receivedLabel] = labelRows(difference, screen)
  const labelWidth = measureWidth(expectedLabel)
  const isBeside = columns - labelWidth - 2 >= narrowestBeside
  const indent = isBeside ? labelWidth + 2 : 2
  const rows = cutRows(difference, columns - indent)
  const caretLines = renderCaret(
    indent + rows.caret,
    renderWords(nameDifference(difference), screen),
    columns,
  )
  const paint = createPaint(screen)
  return [
    ...renderRow(expectedLabel, rows.expected, isBeside),
    ...renderRow(receivedLabel, rows.received, isBeside),
    ...caretLines.map(paint.red),
  ].join('\n')
}

/** Says it in words: where a row is cut at its beginning, the index of its first byte stands for the columns. */
function sayDifference(difference: ByteDifference, screen: Screen): string[] {
  const columns = measureColumns(screen)
  const { expected, received, first } = cutRows(difference, columns - 2)
  const rows = [
    [nameRow('expected', difference.expectedLength, first), expected],
    [nameRow('received', difference.actualLength, first), received],
  ] as const
  return [
    ...rows.flatMap(([label, quotation]) => renderLabelled(label, quotation, screen)),
    ...renderSentences(say`The difference: ${nameDifference(difference)}`, screen),
  ]
}

/** Names a row for somebody who hears it: how many bytes there are, and with which of them it begins. */
function nameRow(side: 'expected' | 'received', length: number, first: number): Sentence {
  const [count, from] = [renderNumber(length), renderNumber(first)]
  if (side === 'expected')
    return first === 0
      ? sayCount(length, say`Expected ${count} byte:`, say`Expected ${count} bytes:`)
      : sayCount(
          length,
          say`Expected ${count} byte, from index ${from} on:`,
          say`Expected ${count} bytes, from index ${from} on:`,
        )
  return first === 0
    ? sayCount(length, say`Received ${count} byte:`, say`Received ${count} bytes:`)
    : sayCount(
        length,
        say`Received ${count} byte, from index ${from} on:`,
        say`Received ${count} bytes, from index ${from} on:`,
      )
}

/** The labels of both rows, with what follows them in the same column. */
function labelRows({ expectedLength, actualLength }: ByteDifference, screen: Screen): [string, string] {
  const counts = [expectedLength, actualLength].map(renderNumber)
  const width = Math.max(...counts.map((count) => count.length))
  const [wanted = '', came = ''] = counts.map((count) => count.padStart(width))
  const expected = sayCount(
    expectedLength,
    say`Expected the ${wanted} byte`,
    say`Expected the ${wanted} bytes`,
  )
  const received = sayCount(actualLength, say`Received     ${came} byte`, say`Received     ${came} bytes`)
  const labels = [expected, received].map((label) => renderWords(label, screen))
  const widest = Math.max(...labels.map(measureWidth))
  const [first = '', second = ''] = labels.map((label) => padText(label, widest))
  return [first, second]
}

function renderRow(label: string, quotation: string, isBeside: boolean): string[] {
  return isBeside ? [`${label}  ${quotation}`] : [label.replaceAll(/ +/g, ' ').trimEnd(), `  ${quotation}`]
}

interface Rows {
  readonly expected: string
  readonly received: string
  /** Column of the first wrong byte in the row of received bytes. */
  readonly caret: number
  /** Index of the byte with which both rows begin. */
  readonly first: number
}

/** Cuts both rows at the same byte, so that what is equal stands in the same columns. */
function cutRows(difference: ByteDifference, columns: number): Rows {
  const [expected, received] = [cutWindow(difference, 'expected'), cutWindow(difference, 'actual')]
  const { firstDifference } = difference
  const isBefore = (cell: ByteCell) => cell.end <= firstDifference
  const first = chooseFirstByte(expected, received, firstDifference, columns)
  const before = received.cells.filter((cell) => cell.start >= first && isBefore(cell))
  const cutMark = first > 0 ? 1 : 0
  return {
    expected: renderCut(expected, first, columns),
    received: renderCut(received, first, columns),
    caret: cutMark + 1 + sumCellWidths(before),
    first,
  }
}

interface ByteWindow {
  /** Cells with their indices in the whole. */
  readonly cells: readonly ByteCell[]
  readonly wholeLength: number
}

function cutWindow({ offset, ...difference }: ByteDifference, side: 'expected' | 'actual'): ByteWindow {
  const all = Buffer.from(difference[side], 'base64')
  const wholeLength = difference[`${side}Length`]
  const isCutAtEnd = offset + all.length < wholeLength
  const from = offset > 0 ? countContinuationBytes(all) : 0
  const to = isCutAtEnd ? all.length - countUnfinishedBytes(all) : all.length
  const start = offset + from
  const cells = [...splitIntoCells(all.subarray(from, to))]
  return {
    cells: cells.map((cell) => ({ ...cell, start: start + cell.start, end: start + cell.end })),
    wholeLength,
  }
}

/** A window may begin in the middle of a character. */
function countContinuationBytes(bytes: Uint8Array): number {
  const first = bytes.subarray(0, 4).findIndex((byte) => byte >> 6 !== 0b10)
  return first === -1 || first > 3 ? 0 : first
}

/** A window may end in the middle of a character. */
function countUnfinishedBytes(bytes: Uint8Array): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count++) {
    const byte = bytes[bytes.length - count] ?? 0
    const due = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    if (byte >> 6 !== 0b10) return due > count ? count : 0
  }
  return 0
}

/** The byte with which both rows begin: 0 if that leaves the difference in sight, else one shortly before it. */
function chooseFirstByte(
  expected: ByteWindow,
  received: ByteWindow,
  firstDifference: number,
  columns: number,
): number {
  const before = received.cells.filter((cell) => cell.end <= firstDifference)
  const windowStart = Math.min(received.cells[0]?.start ?? Infinity, expected.cells[0]?.start ?? Infinity)
  const isWhole = [expected, received].every((row) => doesFit(row, columns))
  const isEarly = sumCellWidths(before) <= columns / 2
  if (Number.isFinite(windowStart) && (isWhole || isEarly)) return windowStart
  let width = 0
  let first = firstDifference
  for (const cell of before.toReversed()) {
    width += cell.width
    if (width > columns / 3) break
    first = cell.start
  }
  return first
}

function doesFit({ cells, wholeLength }: ByteWindow, columns: number): boolean {
  const cutMarks = ((cells[0]?.start ?? 0) > 0 ? 1 : 0) + ((cells.at(-1)?.end ?? 0) < wholeLength ? 1 : 0)
  return sumCellWidths(cells) + cutMarks + 2 <= columns
}

function renderCut({ cells, wholeLength }: ByteWindow, first: number, columns: number): string {
  const before = first > 0 ? '…' : ''
  const wanted = cells.filter((cell) => cell.start >= first)
  const room = columns - before.length - 3
  let width = 0
  const cut = wanted.findIndex((cell) => (width += cell.width) > room)
  const isLastFitting = cut === wanted.length - 1 && width <= room + 1 && wanted.at(-1)?.end === wholeLength
  const kept = cut === -1 || isLastFitting ? wanted : wanted.slice(0, cut)
  const end = kept.at(-1)?.end ?? Math.min(first, wholeLength)
  return `${before}${quoteCells(kept)}${end < wholeLength ? '…' : ''}`
}

/** Sets the sentence to the right of the caret, else to its left, else below. */
function renderCaret(caret: number, sentence: string, columns: number): string[] {
  const width = measureWidth(sentence)
  if (caret + 2 + width <= columns) return [`${padText('', caret)}^ ${sentence}`]
  if (width + 1 <= caret) return [`${padText(sentence, caret - 1, 'right')} ^`]
  return [`${padText('', caret)}^`, ...wrapText(sentence, columns)]
}
