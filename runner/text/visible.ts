/**
 * Makes text from elsewhere (programs under judgement, names of files) safe to print: what a terminal would
 * obey, hide or reorder is written as an escape.
 */
import { renderByteEscape } from '../language/byte-text.ts'

const unsafeInText = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?!\u{FE0F})\p{Default_Ignorable_Code_Point}/gu

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
