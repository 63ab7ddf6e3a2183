/** A program with one thing in it changed. */
import type { SyntaxNode } from './syntax.ts'

export interface ProgramChange {
  /** The program's file, for example "server.ts". */
  readonly file: string
  /** The line, counted from 1, at which the change begins. */
  readonly line: number
  /** What was changed, in one line: "`socket.resume()` left out". */
  readonly what: string
  /** The whole program, changed. */
  readonly source: string
}

/** Something that can be changed in a program. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly what: string
}

/** Makes one edit in a program. */
export function changeProgram(file: string, source: string, { start, end, text, what }: Edit): ProgramChange {
  const line = source.slice(0, start).split('\n').length
  return { file, line, what, source: source.slice(0, start) + text + source.slice(end) }
}

const longestQuote = 60

/** Quotes a piece of a program in one line, cut where it is long. */
export function quoteCode(source: string, { start, end }: Pick<SyntaxNode, 'start' | 'end'>): string {
  const code = source.slice(start, end).replaceAll(/\s+/gu, ' ').replaceAll('`', "'").trim()
  const points = Array.from(code)
  return `\`${points.length > longestQuote ? `${points.slice(0, longestQuote - 1).join('')}…` : code}\``
}
