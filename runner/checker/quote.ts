import { isUtf8 } from 'node:buffer'
import { type Bytes, toBuffer } from './bytes.ts'

/** So many bytes are quoted whole. */
export const longestQuotation = 60

/** Quotes bytes for a sentence, on one line and harmless to a terminal, long ones cut in the middle with their length. */
export function quote(bytes: Bytes): string {
  const buffer = toBuffer(bytes)
  if (buffer.length <= longestQuotation) return `"${escapeBytes(buffer)}"`
  return `"${escapeBytes(buffer.subarray(0, 24))}…${escapeBytes(buffer.subarray(-12))}" (${countBytes(buffer.length)})`
}

const named: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
}

/** Text stays text; control characters and bytes that are no UTF-8 become `\x1b`. */
function escapeBytes(buffer: Buffer): string {
  let text = ''
  for (let index = 0; index < buffer.length;) {
    const length = measureCharacter(buffer, index)
    const piece = buffer.subarray(index, index + length)
    const character = piece.toString()
    const isShown = isUtf8(piece) && !/[\p{C}\p{Zl}\p{Zp}]/u.test(character)
    text += named[character] ?? (isShown ? character : [...piece].map(escapeByte).join(''))
    index += length
  }
  return text
}

/** How many bytes the UTF-8 character has that begins here; 1 where none does (RFC 3629, section 3). */
function measureCharacter(buffer: Buffer, start: number): number {
  const lengths = [1, 2, 3, 4].filter((length) => start + length <= buffer.length)
  return lengths.find((length) => isUtf8(buffer.subarray(start, start + length))) ?? 1
}

function escapeByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}

/** Writes a number of bytes in words: "1 byte", "8,388,608 bytes". */
export function countBytes(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'byte' : 'bytes'}`
}

/** Writes a number for a sentence: "4,290,533". */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB')
}

/** Writes a duration for a sentence: "2 s", "180 ms". */
export function formatDuration(ms: number): string {
  return ms >= 1000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms)} ms`
}
