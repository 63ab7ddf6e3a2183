/** Where text leaves the terminal. */
import type { Words } from '../language/say.ts'
import { renderSentences } from '../text/screen.ts'
import type { Terminal } from './terminal.ts'

/** Prints a text, and a line feed where it does not end with one. */
export function showText(terminal: Terminal, text: string): void {
  terminal.stdout.write(endWithLineFeed(text))
}

/** Prints sentences, each beginning a line of its own. */
export function showWords(terminal: Terminal, ...sentences: readonly Words[]): void {
  showText(terminal, sentences.flatMap((words) => renderSentences(words, terminal.screen)).join('\n'))
}

/** Prints, on stderr, sentences that are about the terminal and not part of what was asked for. */
export function showNotices(terminal: Terminal, notices: readonly Words[]): void {
  for (const notice of notices)
    terminal.stderr.write(endWithLineFeed(renderSentences(notice, terminal.screen).join('\n')))
}

function endWithLineFeed(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}
