/** Code that stands in a sentence: a string literal and what is in brackets are read and typed as they are. */
import { measureWidth, unbreakableBlank } from './width.ts'

interface Span {
  readonly start: number
  /** Behind its last character. */
  readonly end: number
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/**
 * Keeps each string literal and each bracket of code on one line, where a line of `columns` can hold it; where it
 * cannot, the literals and brackets inside it. A bracket that stands by itself is one of the sentence: it may break.
 */
export function keepCodeTogether(text: string, columns: number): string {
  let kept = text
  for (let index = 0; index < kept.length; index++) {
    const span = findSpan(kept, index)
    if (!span) continue
    const inside = kept.slice(span.start, span.end).replaceAll(' ', unbreakableBlank)
    const joined = kept.slice(0, span.start) + inside + kept.slice(span.end)
    if (measureWidth(findWord(joined, span)) > columns) continue
    kept = joined
    index = span.end - 1
  }
  return kept
}

/** What hangs together with a span, from blank to blank. */
function findWord(text: string, { start, end }: Span): string {
  const before = /[^ \n]*$/.exec(text.slice(0, start))?.[0] ?? ''
  const after = /^[^ \n]*/.exec(text.slice(end))?.[0] ?? ''
  return before + text.slice(start, end) + after
}

/** The literal or bracket of code that begins there. */
function findSpan(text: string, start: number): Span | undefined {
  const first = text[start] ?? ''
  if (isQuote(text, start)) return findEndOfLiteral(text, start)
  const isCode = first !== '(' || /[\w$\])]/.test(text[start - 1] ?? '')
  return closers[first] !== undefined && isCode ? findEndOfBracket(text, start) : undefined
}

/** Whether a quotation mark begins there; behind a letter it is an apostrophe, or the end of a literal. */
function isQuote(text: string, index: number): boolean {
  return /["'`]/.test(text[index] ?? '') && !/[\p{L}\p{N}]/u.test(text[index - 1] ?? '')
}

function findEndOfLiteral(text: string, start: number): Span | undefined {
  for (let index = start + 1; index < text.length && text[index] !== '\n'; index++) {
    if (text[index] === '\\') index++
    else if (text[index] === text[start]) return { start, end: index + 1 }
  }
  return undefined
}

function findEndOfBracket(text: string, start: number): Span | undefined {
  const due: string[] = []
  for (let index = start; index < text.length && text[index] !== '\n'; index++) {
    const character = text[index] ?? ''
    const literal = isQuote(text, index) ? findEndOfLiteral(text, index) : undefined
    if (literal) index = literal.end - 1
    else if (closers[character] !== undefined) due.push(closers[character])
    else if (character === due.at(-1)) due.pop()
    if (due.length === 0) return { start, end: index + 1 }
  }
  return undefined
}
