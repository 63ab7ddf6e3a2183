import { measureWidth } from '../../text/width.ts'

const leastInnerWidth = 8

/**
 * Renders lines that hang behind a marker: `first` stands before the first of them, `rest` before the
 * others. `render` is told the columns that are left. Where too few are left to read in, the marker gets a
 * line of its own and the lines take the whole width.
 */
export function prefixLines(
  first: string,
  rest: string,
  width: number,
  render: (innerWidth: number) => readonly string[],
): string[] {
  const inner = width - Math.max(measureWidth(first), measureWidth(rest))
  if (inner < leastInnerWidth) return [...(first.trim() === '' ? [] : [first.trimEnd()]), ...render(width)]
  const lines = render(inner)
  if (lines.length === 0) return [first.trimEnd()]
  return lines.map((line, index) => ((index === 0 ? first : rest) + line).trimEnd())
}
