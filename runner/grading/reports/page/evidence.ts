/** What happened in each check that was not passed, kept once where it is the same for several students. */
import type { Language } from '../../../language/language.ts'
import { renderOutcome } from '../failure-text.ts'
import type { CheckMark } from '../gradebook-parts.ts'

export interface EvidenceStore {
  /** Keeps what happened. @returns its number; undefined where nothing is known */
  readonly keep: (mark: CheckMark) => number | undefined
  /** By their numbers. */
  readonly texts: readonly string[]
}

/** Creates an empty store. */
export function createEvidenceStore(language: Language): EvidenceStore {
  const texts: string[] = []
  const numbers = new Map<string, number>()
  return {
    texts,
    keep(mark) {
      const text = renderOutcome(mark, language)
      if (text === '') return undefined
      const number = numbers.get(text) ?? texts.push(text) - 1
      numbers.set(text, number)
      return number
    },
  }
}
