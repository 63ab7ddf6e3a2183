/** A text from elsewhere in one line, in which nothing is invisible but what belongs to the writing of names. */
import { escapeText } from '../../text/visible.ts'

/** Joiners are needed in many scripts, and they hide nothing; all other invisible characters are written as escapes. */
export function escapeLine(text: string): string {
  return text
    .split(/([\u200C\u200D])/u)
    .map((part) => (part === '\u200C' || part === '\u200D' ? part : escapeText(part)))
    .join('')
}
