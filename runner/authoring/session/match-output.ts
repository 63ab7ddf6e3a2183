/** Compares the lines that a program prints with the lines that a text shows. */
import { toPatternSource } from '../ellipsis.ts'
import { inputPrompt } from './parse-session.ts'

export interface ExpectedLine {
  readonly text: string
  /**
   * How many lines the reader has typed, or ^C pressed, since the expected line before. Enter ends the line of a prompt
   * on a terminal and not in a pipe, so that so many prompts may stand before this line without being shown there.
   */
  readonly typedBefore: number
}

export interface OutputMatch {
  /** How many of the expected lines have been seen, at the furthest. */
  readonly seen: number
  /** All expected lines have been seen; more may have come after them. */
  readonly complete: boolean
  /** All expected lines have been seen and nothing else. */
  readonly exact: boolean
  /** The index of the printed line from which on it can not become what was expected; undefined while it can. */
  readonly conflict?: number
}

/**
 * Matches printed lines against expected ones, prompts included. `…` in an expected line stands for anything, a line that is
 * only `…` for any number of lines; a port of five digits after an IP address stands for any port.
 */
export function matchOutput(expected: readonly ExpectedLine[], printed: readonly string[]): OutputMatch {
  const patterns = expected.map((line) => (line.text.trim() === '…' ? undefined : createPattern(line)))
  const skip = (positions: ReadonlySet<number>) => {
    const reached = new Set<number>()
    for (let position of positions) {
      reached.add(position)
      while (position < patterns.length && patterns[position] === undefined) reached.add(++position)
    }
    return reached
  }
  let positions = skip(new Set([0]))
  let seen = Math.max(...positions)
  for (const [index, line] of printed.entries()) {
    const next = new Set<number>()
    for (const position of positions) {
      if (position >= patterns.length) continue
      const pattern = patterns[position]
      if (pattern === undefined) next.add(position)
      else if (pattern.test(line.trimEnd())) next.add(position + 1)
    }
    positions = skip(next)
    if (positions.size === 0)
      return { seen, complete: seen === patterns.length, exact: false, conflict: index }
    seen = Math.max(seen, ...positions)
  }
  return { seen, complete: seen === patterns.length, exact: positions.has(patterns.length) }
}

/**
 * Splits what a program printed into lines as they are compared: without lines of nothing but prompts, after which
 * something has yet to come, and without blank lines at the end.
 */
export function splitOutput(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/\r$/u, ''))
    .filter((line) => !line.includes(inputPrompt) || line.replaceAll(inputPrompt, '').trim() !== '')
  while (lines.at(-1)?.trim() === '') lines.pop()
  return lines
}

function createPattern({ text, typedBefore }: ExpectedLine): RegExp {
  const line = toPatternSource(text.trimEnd(), (part) =>
    part.replace(/((?:\d{1,3}\\\.){3}\d{1,3}|::1|::1\\\])(:| port | )\d{5}\b/gu, '$1$2\\d{1,5}'),
  )
  return new RegExp(`^(?:${inputPrompt} ?){0,${typedBefore}}${line}$`, 'u')
}
