/** Where text leaves the terminal. */
import type { Terminal } from './terminal.ts'

/** Prints a text, and a line feed where it does not end with one. */
export function showText(terminal: Terminal, text: string): void {
  terminal.stdout.write(endWithLineFeed(text))
}

/** Prints, on stderr, sentences that are about the terminal and not part of what was asked for. */
export function showNotices(terminal: Terminal, notices: readonly string[]): void {
  for (const notice of notices) terminal.stderr.write(endWithLineFeed(notice))
}

function endWithLineFeed(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}
