/** The words for bytes that have a name, for sentences. */
import { parseCharacter, renderByteEscape } from '../../language/byte-text.ts'
import { say, type Part, type Sentence } from '../../language/say.ts'
import type { ByteCell } from './byte-cells.ts'

const names: ReadonlyMap<string, Sentence> = new Map([
  ['\x00', say`a NUL`],
  ['\x03', say`an end of text (Ctrl-C)`],
  ['\x04', say`an end of transmission (Ctrl-D)`],
  ['\x07', say`a bell`],
  ['\b', say`a backspace`],
  ['\t', say`a tab`],
  ['\n', say`a line feed`],
  ['\r', say`a carriage return`],
  ['\x1b', say`an escape`],
  [' ', say`a blank`],
  ['\x7f', say`a delete`],
  ['\u00a0', say`a blank that does not break`],
  ['\u200b', say`a blank of no width`],
  ['\ufeff', say`a byte order mark`],
  ['\ufffd', say`a replacement character "�"`],
])

/** Names what a cell holds: "a line feed", `"l"`, `the byte \x80`. */
export function nameCell(cell: ByteCell, bytes: Uint8Array): Part {
  const name = names.get(cell.character ?? parseCharacter(bytes, cell.start) ?? '')
  if (name !== undefined) return name
  return cell.character === undefined ? nameByte(bytes[cell.start] ?? 0) : `"${cell.text}"`
}

/** Names a byte that is no whole character. */
export function nameByte(byte: number): Sentence {
  return say`the byte ${renderByteEscape(byte)}`
}
