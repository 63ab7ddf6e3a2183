/**
 * The words of a program as far as they stay when somebody renames and reformats it. A lexer, not a parser: whatever
 * somebody hands in, it needs no stack and goes through it once. Where it takes a regular expression for a division it
 * does so in both programs that are compared.
 */

export interface Token {
  readonly kind: string
  /** In which line it begins, from 1 on. */
  readonly line: number
}

const lexeme =
  /(?<skipped>\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|\s+)|(?<text>"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|`(?:\\[^]|[^`\\])*`?)|(?<number>\d[\w.]*)|(?<word>[\p{ID_Start}$_][\p{ID_Continue}$]*)|(?<sign>[^])/gu

const keywords = new Set(
  'as async await break case catch class const continue default delete do else export extends finally for from function get if import in instanceof let new of return set static super switch this throw try typeof var void while yield'.split(
    ' ',
  ),
)

/** Lists the tokens. All texts are one kind, all numbers, and all names but those of what belongs to something. */
export function listTokens(source: string): Token[] {
  const tokens: Token[] = []
  let line = 1
  for (const { 0: shown, groups = {} } of source.matchAll(lexeme)) {
    if (groups['skipped'] === undefined) tokens.push({ kind: nameKind(shown, groups, tokens.at(-1)), line })
    line += shown.split('\n').length - 1
  }
  return tokens
}

function nameKind(
  shown: string,
  groups: Readonly<Record<string, string | undefined>>,
  before?: Token,
): string {
  if (groups['text'] !== undefined) return 'text'
  if (groups['number'] !== undefined) return 'number'
  if (groups['sign'] !== undefined || keywords.has(shown)) return shown
  return before?.kind === '.' ? `.${shown}` : 'name'
}
