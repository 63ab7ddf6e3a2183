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
  const room = maxColumns - 2
  const { cells, isWhole } = takeCells(bytes, room)
  if (isWhole && room >= 0 && wholeLength <= bytes.length) return quoteCells(cells)
  const rest = `… ${renderCount(wholeLength, 'byte')}`
  const beginning = takeCells(bytes, room - measureWidth(rest)).cells
  if (beginning.length > 0) return quoteCells(beginning) + rest
  return cutText(renderCount(wholeLength, 'byte'), maxColumns)
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
