/** Quotes bytes on one line. */
import { cutText, measureWidth } from '../../text/width.ts'
import { splitIntoCells, type ByteCell } from './byte-cells.ts'
import { renderCount } from '../../text/screen.ts'

/**
 * Quotes bytes: valid UTF-8 as text, all else as escapes. Uncut, each quotation stands for one byte string.
 * With `maxColumns` a longer quotation is cut and says how many bytes there are: `"HELLO"… 1,048,576 bytes`.
 * `wholeLength` is for bytes that are only the beginning of more.
 */
export function quoteBytes(bytes: Uint8Array, maxColumns = Infinity, wholeLength = bytes.length): string {
  return fitQuotation(bytes, maxColumns, wholeLength).text
}

export interface FittedQuotation {
  readonly text: string
  /** Whether there was the room to quote any of the bytes, and not only to tell how many there are. */
  readonly isQuoted: boolean
}

/**
 * As `quoteBytes`, and says whether there was the room for a quotation.
 * @param isSoFar whether more may be on its way, so that a number of bytes would tell nothing
 */
export function fitQuotation(
  bytes: Uint8Array,
  maxColumns: number,
  wholeLength: number,
  isSoFar = false,
): FittedQuotation {
  const room = maxColumns - 2
  const { cells, isWhole } = takeCells(bytes, room)
  if (isWhole && room >= 0 && wholeLength <= bytes.length) return { text: quoteCells(cells), isQuoted: true }
  const rest = isSoFar ? '…' : `… ${renderCount(wholeLength, 'byte')}`
  const beginning = takeCells(bytes, room - measureWidth(rest)).cells
  if (beginning.length > 0) return { text: quoteCells(beginning) + rest, isQuoted: true }
  return { text: cutText(isSoFar ? '…' : renderCount(wholeLength, 'byte'), maxColumns), isQuoted: false }
}

/** Puts cells between quotation marks. */
export function quoteCells(cells: readonly ByteCell[]): string {
  return `"${cells.map((cell) => cell.text).join('')}"`
}

function takeCells(bytes: Uint8Array, columns: number): { cells: ByteCell[]; isWhole: boolean } {
  const cells: ByteCell[] = []
  let width = 0
  for (const cell of splitIntoCells(bytes)) {
    width += cell.width
    if (width > columns) return { cells, isWhole: false }
    cells.push(cell)
  }
  return { cells, isWhole: true }
}
