/** The languages in which a workbook can be read, and which of them is wanted. */

export interface Language {
  /** As BCP 47 writes it: "en", "zh-Hans". */
  readonly name: string
  /**
   * Returns a sentence with its gaps, `{0}` and so on, in any order. @param key the English sentence with its gaps
   * @param parts what will stand in them, for a language that has another sentence for another number
   * @returns undefined where the language does not know it
   */
  readonly translate: (key: string, parts: readonly unknown[]) => string | undefined
}

/** What the sentences are written in: it needs no catalogue. */
export const english: Language = { name: 'en', translate: () => undefined }

/** By name. A catalogue that comes here is a file of its own in this room. */
const languages: readonly Language[] = [english]

/** The names of all languages. */
export const languageNames: readonly string[] = languages.map(({ name }) => name)

/** Finds a language by its name; undefined where there is none. */
export function findLanguage(name: string): Language | undefined {
  return languages.find((language) => language.name === name)
}
