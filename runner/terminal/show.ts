/** Where text leaves the workbook. */
import type { Workbook } from '../workbook.ts'

/** Prints a text, and a line feed where it does not end with one. */
export function showText(workbook: Workbook, text: string): void {
  workbook.stdout.write(endWithLineFeed(text))
}

/** Prints, on stderr, sentences that are about the workbook and not part of what was asked for. */
export function showNotices(workbook: Workbook, notices: readonly string[]): void {
  for (const notice of notices) workbook.stderr.write(endWithLineFeed(notice))
}

function endWithLineFeed(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}
