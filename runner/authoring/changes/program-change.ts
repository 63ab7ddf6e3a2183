/** A program with one thing in it changed. */
import { parseNodes, type PlacedNode, type SyntaxNode } from './syntax.ts'

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

/** What can be changed at a node of a program; nothing at most of them. */
export type Mutator = (source: string, placed: PlacedNode) => Edit[]

/** Lists the changes that some mutators make in a program, in its order; none where it is no TypeScript. */
export async function changeNodes(
  file: string,
  source: string,
  mutators: readonly Mutator[],
): Promise<ProgramChange[]> {
  const nodes = (await parseNodes(file, source)) ?? []
  const edits = nodes.flatMap((placed) => mutators.flatMap((mutate) => mutate(source, placed)))
  return edits.map((edit) => changeProgram(file, source, edit))
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
