import type { Screen } from '../text/screen.ts'
import { measureWidth, wrapText } from '../text/width.ts'

/** The rows that a text takes on a screen: lines that are too wide, as those of code, are broken. */
export function layText(text: string, { width }: Screen): string[] {
  return text
    .replace(/\n+$/, '')
    .split('\n')
    .flatMap((line) => (measureWidth(line) <= width ? [line] : wrapText(line, width)))
}
