/** The words for bytes that have a name, for sentences. */
import { readCharacter, type ByteCell } from './byte-cells.ts'
import { renderByteEscape } from '../../text/visible.ts'

const names: ReadonlyMap<string, string> = new Map([
  ['\x00', 'a NUL'],
  ['\x03', 'an end of text (Ctrl-C)'],
  ['\x04', 'an end of transmission (Ctrl-D)'],
  ['\x07', 'a bell'],
  ['\b', 'a backspace'],
  ['\t', 'a tab'],
  ['\n', 'a line feed'],
  ['\r', 'a carriage return'],
  ['\x1b', 'an escape'],
  [' ', 'a blank'],
  ['\x7f', 'a delete'],
  ['\u00a0', 'a blank that does not break'],
  ['\u200b', 'a blank of no width'],
  ['\ufeff', 'a byte order mark'],
  ['\ufffd', 'a replacement character "\ufffd"'],
])

/** Names what a cell holds: "a line feed", `"l"`, `the byte \x80`. */
export function nameCell(cell: ByteCell, bytes: Uint8Array): string {
  const name = names.get(cell.character ?? readCharacter(bytes, cell.start) ?? '')
  if (name !== undefined) return name
  return cell.character === undefined ? nameByte(bytes[cell.start] ?? 0) : `"${cell.text}"`
}

/** Names a byte that is no whole character. */
export function nameByte(byte: number): string {
  return `the byte ${renderByteEscape(byte)}`
}
