import { measureWidth } from '../../text/width.ts'

// Only a longer word, an address say, is broken to make a table fit.
const longestWholeWord = 24

/**
 * Shares `available` columns among the columns of a table, each given as the texts of its cells: none gets
 * more than its longest text needs, none less than its longest word, and what is short is short for the
 * widest alone. Returns undefined when even the words do not fit side by side.
 */
export function fitColumns(columns: readonly (readonly string[])[], available: number): number[] | undefined {
  const wanted = columns.map((texts) => Math.max(1, ...texts.map(measureWidth)))
  const least = columns.map((texts, index) => Math.min(wanted[index] ?? 1, measureLongestWord(texts)))
  if (sum(least) > available) return undefined
  const cappedAt = (cap: number) =>
    wanted.map((width, index) => Math.max(least[index] ?? 1, Math.min(width, cap)))
  const widest = Math.max(...wanted)
  let cap = 1
  while (cap < widest && sum(cappedAt(cap + 1)) <= available) cap++
  return spreadRest(cappedAt(cap), wanted, available)
}

function spreadRest(widths: readonly number[], wanted: readonly number[], available: number): number[] {
  let rest = available - sum(widths)
  return widths.map((width, index) => {
    if (rest === 0 || width >= (wanted[index] ?? 0)) return width
    rest--
    return width + 1
  })
}

function measureLongestWord(texts: readonly string[]): number {
  const words = texts.flatMap((text) => text.split(/\s+/))
  return Math.max(1, ...words.map((word) => Math.min(longestWholeWord, measureWidth(word))))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
