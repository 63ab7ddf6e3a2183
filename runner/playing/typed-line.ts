/** What somebody types during a play: a line for a program, or a word for the play. */

export type Typed =
  | { readonly kind: 'say'; readonly text: string }
  /** To type to: the client of that number, or the server. */
  | { readonly kind: 'choose'; readonly number: number | undefined }
  | { readonly kind: 'new'; readonly words: readonly string[] }
  | { readonly kind: 'act'; readonly name: string }
  /** A storm with that seed, or with any; no storm from now on. */
  | { readonly kind: 'storm'; readonly seed: number | undefined }
  | { readonly kind: 'calm' }
  | { readonly kind: 'end' | 'stop' | 'again' | 'quit' | 'help' }
  | { readonly kind: 'unknown'; readonly word: string }

const plainWords = ['end', 'stop', 'again', 'calm', 'quit', 'help'] as const
const shortForms: ReadonlyMap<string, (typeof plainWords)[number]> = new Map([
  ['q', 'quit'],
  ['exit', 'quit'],
  ['?', 'help'],
])

/**
 * Parses a line. `/word` is for the play and `//word` is the text `/word`.
 * @param acts the names of the clients that can be let loose
 */
export function parseTyped(line: string, acts: readonly string[]): Typed {
  if (!line.startsWith('/') || line === '/') return { kind: 'say', text: line }
  if (line.startsWith('//')) return { kind: 'say', text: line.slice(1) }
  const [, word = '', rest = ''] = /^\/(\S*)\s*(.*)$/u.exec(line.trim()) ?? []
  if (/^\d{1,4}$/u.test(word)) return { kind: 'choose', number: Number(word) }
  if (word === 'server' || word === 's') return { kind: 'choose', number: undefined }
  if (word === 'new') return { kind: 'new', words: splitWords(rest) }
  if (word === 'storm') return { kind: 'storm', seed: /^\d{1,6}$/u.test(rest) ? Number(rest) : undefined }
  if (acts.includes(word)) return { kind: 'act', name: word }
  const kind = plainWords.find((known) => known === word) ?? shortForms.get(word)
  return kind ? { kind } : { kind: 'unknown', word }
}

const shellWord = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\]|['"\\])+/gsu
const shellPart = /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gsu

/** Splits a line into words as a shell does: quotes keep blanks, a backslash keeps the next character. */
export function splitWords(text: string): string[] {
  return (text.match(shellWord) ?? []).map((word) =>
    word.replaceAll(
      shellPart,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replaceAll(/\\(["\\])/gu, '$1') ?? escaped ?? '',
    ),
  )
}
