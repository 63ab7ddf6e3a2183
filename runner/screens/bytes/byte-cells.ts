/** Divides bytes into the pieces in which they are shown. */
import { measureWidth } from '../../text/width.ts'
import { isShownInBytes, renderByteEscape } from '../../text/visible.ts'

/** One character of valid UTF-8, or one byte that is shown as an escape. */
export interface ByteCell {
  readonly text: string
  /** Columns that the text takes. Cells stand alone, so the width of a row is the sum of its cells'. */
  readonly width: number
  /** Index of its first byte. */
  readonly start: number
  /** Index after its last byte. */
  readonly end: number
  /** The character, where the bytes are one. */
  readonly character?: string
}

/** Divides bytes into cells, one at a time, so that the beginning of many bytes costs little. */
export function* splitIntoCells(bytes: Uint8Array): Generator<ByteCell> {
  let start = 0
  while (start < bytes.length) {
    const character = parseCharacter(bytes, start)
    const cells =
      character === undefined ? [escapeByte(bytes, start)] : showCharacter(character, bytes, start)
    yield* cells
    start = cells.at(-1)?.end ?? start + 1
  }
}

/** Adds up the columns of cells. */
export function sumCellWidths(cells: readonly ByteCell[]): number {
  return cells.reduce((width, cell) => width + cell.width, 0)
}

function showCharacter(character: string, bytes: Uint8Array, start: number): ByteCell[] {
  const end = start + Buffer.byteLength(character)
  if (isShownInBytes(character)) {
    // A quotation mark or a backslash of the program's must not be taken for one of ours.
    const text = character === '"' || character === '\\' ? `\\${character}` : character
    return [{ text, width: measureWidth(text), start, end, character }]
  }
  return Array.from({ length: end - start }, (_, index) => escapeByte(bytes, start + index))
}

function escapeByte(bytes: Uint8Array, start: number): ByteCell {
  const text = renderByteEscape(bytes[start] ?? 0)
  return { text, width: text.length, start, end: start + 1 }
}

/** Reads one character of valid UTF-8. */
export function parseCharacter(bytes: Uint8Array, start: number): string | undefined {
  const length = countSequenceBytes(bytes[start] ?? 0)
  const sequence = Buffer.from(bytes.subarray(start, start + length))
  if (length === 0 || sequence.length < length) return undefined
  const text = sequence.toString()
  return sequence.equals(Buffer.from(text)) ? text : undefined
}

function countSequenceBytes(lead: number): number {
  if (lead < 0x80) return 1
  if (lead >= 0xc2 && lead <= 0xdf) return 2
  if (lead >= 0xe0 && lead <= 0xef) return 3
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
}
