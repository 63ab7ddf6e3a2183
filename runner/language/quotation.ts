/** Bytes that a sentence quotes. They stay bytes in it, and become text where the sentence does. */
import { splitIntoPieces, type BytePiece } from './byte-text.ts'

/** Quoted bytes, or as much of them as is shown; all bytes are base64. */
export interface Quotation {
  /** The bytes, or their beginning. */
  readonly quote: string
  /** Where the middle is left out, their end. */
  readonly end?: string
  /** How many bytes there are in all. */
  readonly length: number
}

/** Longer ones are cut in the middle. */
const longestQuotation = 60
const shownOfBeginning = 24
const shownOfEnd = 12

/** Quotes bytes, or text as its UTF-8 bytes; of many their beginning and their end, cut between two characters. */
export function quoteForSentence(bytes: string | Uint8Array): Quotation {
  const buffer = Buffer.from(bytes)
  const { length } = buffer
  if (length <= longestQuotation) return { quote: buffer.toString('base64'), length }
  const head = findBorder(buffer.subarray(0, shownOfBeginning + 4), shownOfBeginning)
  const tail = buffer.subarray(-shownOfEnd - 3)
  // A character that was begun before is no part of the end.
  const begun = tail.findIndex((byte, index) => index >= 3 && byte >> 6 !== 0b10)
  return {
    quote: buffer.subarray(0, head).toString('base64'),
    end: tail.subarray(begun === -1 ? 3 : begun).toString('base64'),
    length,
  }
}

/** The end of the last piece that does not reach beyond `wanted`. */
function findBorder(bytes: Uint8Array, wanted: number): number {
  let border = 0
  for (const { end } of splitIntoPieces(bytes)) if (end <= wanted) border = end
  return border
}

/** Writes a quotation on one line, harmless to a terminal: `"hello\n"`. */
export function renderQuotation({ quote, end }: Quotation): string {
  const shown = [quote, ...(end === undefined ? [] : [end])].map((bytes) =>
    joinPieces([...splitIntoPieces(Buffer.from(bytes, 'base64'))]),
  )
  return `"${shown.join('…')}"`
}

function joinPieces(pieces: readonly BytePiece[]): string {
  return pieces.map(({ text }) => text).join('')
}
