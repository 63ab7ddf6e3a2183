/** Places in a text that stay the same however it is broken into lines: they are counted in letters. */
import { stripVTControlCharacters } from 'node:util'

/** Counts what is neither a blank nor a colour. */
export function countLetters(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + stripVTControlCharacters(line).replaceAll(/\s/gu, '').length, 0)
}

/** The line before which so many letters lie; the last one where there are not so many. */
export function findLine(lines: readonly string[], letters: number): number {
  let above = 0
  for (const [index, line] of lines.entries()) {
    above += countLetters([line])
    if (above > letters) return index
  }
  return Math.max(0, lines.length - 1)
}
