/** Quoted bytes in columns: the pieces in which they are shown, each with its width. */
import { splitIntoPieces, type BytePiece } from '../../language/byte-text.ts'
import { measureWidth } from '../../text/width.ts'

export interface ByteCell extends BytePiece {
  /** Columns that the text takes. Cells stand alone, so the width of a row is the sum of its cells'. */
  readonly width: number
}

/** Divides bytes into cells, one at a time, so that the beginning of many bytes costs little. */
export function* splitIntoCells(bytes: Uint8Array): Generator<ByteCell> {
  for (const piece of splitIntoPieces(bytes)) yield { ...piece, width: measureWidth(piece.text) }
}

/** Adds up the columns of cells. */
export function sumCellWidths(cells: readonly ByteCell[]): number {
  return cells.reduce((width, cell) => width + cell.width, 0)
}
