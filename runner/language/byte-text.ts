/** Bytes as text, wherever they are quoted: divided into the pieces in which they are shown. */

/** One character of valid UTF-8, or one byte that is shown as an escape. */
export interface BytePiece {
  readonly text: string
  /** Index of its first byte. */
  readonly start: number
  /** Index after its last byte. */
  readonly end: number
  /** The character, where the bytes are one. */
  readonly character?: string
}

const namedEscapes: ReadonlyMap<number, string> = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
])

// Each character stands alone, so that columns can be counted: no marks, no joined emoji, no vowels of a Hangul
// syllable written in parts, no blank but the blank.
const unshown =
  /^(?:[\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Regional_Indicator}\p{Emoji_Modifier}\u{1160}-\u{11FF}\u{D7B0}-\u{D7FF}]|(?! )\p{Zs})$/u

/** Divides bytes into pieces, one at a time, so that the beginning of many bytes costs little. */
export function* splitIntoPieces(bytes: Uint8Array): Generator<BytePiece> {
  let start = 0
  while (start < bytes.length) {
    const character = parseCharacter(bytes, start)
    const end = start + (character === undefined ? 1 : Buffer.byteLength(character))
    if (character === undefined || unshown.test(character))
      for (let index = start; index < end; index++) yield escapeByte(bytes, index)
    else yield { text: protect(character), start, end, character }
    start = end
  }
}

/** A quotation mark or a backslash of the program's must not be taken for one of ours. */
function protect(character: string): string {
  return character === '"' || character === '\\' ? `\\${character}` : character
}

function escapeByte(bytes: Uint8Array, start: number): BytePiece {
  return { text: renderByteEscape(bytes[start] ?? 0), start, end: start + 1 }
}

/** Writes one byte as an escape: `\r`, `\n`, `\t`, else `\x00`. */
export function renderByteEscape(byte: number): string {
  return namedEscapes.get(byte) ?? `\\x${byte.toString(16).padStart(2, '0')}`
}

/** Takes one character of valid UTF-8 from bytes (RFC 3629, section 3). */
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
