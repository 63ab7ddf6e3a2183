/**
 * Sentences for learners and instructors. Each is written in place, in English, with one tag:
 * say`${program} did not end the connection ${when}.`
 * What comes of it is data that survives JSON; it becomes text, in one language or another, only where it is shown.
 */
import { english, type Language } from './language.ts'
import { renderQuotation, type Quotation } from './quotation.ts'

/** A sentence, or a piece of one: which it is, and what stands in its gaps. */
export interface Sentence {
  /** The English text with numbered gaps: "{0} did not end the connection {1}." Catalogues find it by this. */
  readonly key: string
  readonly parts: readonly Part[]
}

/** What stands in a gap: what is the same in every language (a name, a number, quoted bytes), or a piece of a sentence. */
export type Part = string | number | Quotation | Sentence

/** Words that may have been written without `say`, as what a program has printed. */
export type Words = string | Sentence

/** Writes a sentence. @param parts what stands in its gaps, in the order in which they stand in English */
export function say(strings: TemplateStringsArray, ...parts: readonly Part[]): Sentence {
  const key = strings.reduce((text, piece, index) => `${text}{${index - 1}}${piece}`)
  return { key, parts }
}

/**
 * Chooses between a sentence about one thing and a sentence about any other number of them, as English does. A language
 * with more forms than two, or with one, chooses by the number, which stands among the parts.
 */
export function sayCount(count: number, one: Sentence, other: Sentence): Sentence {
  return count === 1 ? one : other
}

/** Names several: "one", "one and two", "one, two and three". */
export function sayAnd([first = '', ...others]: readonly Part[]): Part {
  const [second] = others
  if (second === undefined) return first
  return others.length === 1 ? say`${first} and ${second}` : say`${first}, ${sayAnd(others)}`
}

/** Sets sentences one after another; what is undefined is left out. */
export function joinSentences(...sentences: readonly (Words | undefined)[]): Words {
  const said = sentences.flatMap((sentence) => (sentence === undefined || sentence === '' ? [] : [sentence]))
  return said.reduce<Words>((text, sentence) => (text === '' ? sentence : say`${text} ${sentence}`), '')
}

/** Turns words into English text. */
export function inEnglish(words: Part): string {
  return inLanguage(words, english)
}

/** Turns words into text. What the language does not know is said in English. */
export function inLanguage(words: Part, language: Language): string {
  if (typeof words !== 'object') return String(words)
  if ('quote' in words) return renderQuotation(words)
  const { key, parts } = words
  const template = language.translate(key, parts) ?? key
  return template.replaceAll(/\{(\d+)\}/g, (gap, index: string) => {
    const part = parts[Number(index)]
    return part === undefined ? gap : inLanguage(part, language)
  })
}
