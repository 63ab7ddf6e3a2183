/**
 * Sentences for learners and instructors. Each is written in place, in English, with one tag:
 * say`${program} did not end the connection ${when}.`
 * What comes of it is data that survives JSON; it becomes text, in one language or another, only where it is shown.
 */

/** A sentence, or a piece of one: which it is, and what stands in its gaps. */
export interface Sentence {
  /** The English text with numbered gaps: "{0} did not end the connection {1}." Catalogues find it by this. */
  readonly key: string
  readonly parts: readonly Part[]
}

/** What stands in a gap: what is the same in every language (a name, a number, a quotation), or a piece of a sentence. */
export type Part = string | number | Sentence

/** Words that may have been written without `say`, as what a program has printed. */
export type Words = string | Sentence

/** Writes a sentence. @param parts what stands in its gaps, in the order in which they stand in English */
export function say(strings: TemplateStringsArray, ...parts: readonly Part[]): Sentence {
  const key = strings.reduce((text, piece, index) => `${text}{${index - 1}}${piece}`)
  return { key, parts }
}

/** Turns words into English text. */
export function inEnglish(words: Words | number): string {
  if (typeof words !== 'object') return String(words)
  const { key, parts } = words
  return key.replace(/\{(\d+)\}/g, (gap, index: string) => {
    const part = parts[Number(index)]
    return part === undefined ? gap : inEnglish(part)
  })
}
