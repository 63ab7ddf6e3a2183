/**
 * Makes text from elsewhere (programs under judgement, names of files) safe to print: what a terminal would
 * obey, hide or reorder is written as an escape.
 */

const unsafeInText = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?!\u{FE0F})\p{Default_Ignorable_Code_Point}/gu

// In quoted bytes each character stands alone, so that columns can be counted: no marks, no joined emoji,
// no vowels of a Hangul syllable written in parts, no blank but the blank.
const unshownInBytes =
  /^(?:[\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Regional_Indicator}\p{Emoji_Modifier}\u{1160}-\u{11FF}\u{D7B0}-\u{D7FF}]|(?! )\p{Zs})$/u

const namedEscapes: ReadonlyMap<number, string> = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
])

/** Writes text so that it stays on one line and cannot drive the terminal. */
export function escapeText(text: string): string {
  return text.replaceAll(unsafeInText, (character) =>
    Array.from(Buffer.from(character), renderByteEscape).join(''),
  )
}

/** As `escapeText`, but line feeds remain: the text may have several lines. */
export function escapeLines(text: string): string {
  return text.split(/\r?\n/).map(escapeText).join('\n')
}

/** Writes one byte as an escape: `\r`, `\n`, `\t`, else `\x00`. */
export function renderByteEscape(byte: number): string {
  return namedEscapes.get(byte) ?? `\\x${byte.toString(16).padStart(2, '0')}`
}

/** Tells whether a character can stand among quoted bytes as itself. */
export function isShownInBytes(character: string): boolean {
  return !unshownInBytes.test(character)
}
