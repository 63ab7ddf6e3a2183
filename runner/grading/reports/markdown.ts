/** Text from elsewhere as Markdown that shows it and does nothing else. */
import { escapeText } from '../../text/visible.ts'

/** Writes a text that stands in a line: nothing in it is emphasis, a link, HTML or a list. */
export function escapeMarkdown(text: string): string {
  return escapeText(text)
    .replaceAll(/[\\`*_[\]<>#|~&]/gu, String.raw`\$&`)
    .replace(/^(\s*)([-+=:])/u, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])/u, String.raw`$1\$2`)
    .replaceAll(/(https?|ftp|www|mailto)([:.])/giu, String.raw`$1\$2`)
    .replaceAll('@', String.raw`\@`)
}

/** Sets lines as they are, in a fence that nothing in them can close. */
export function renderFence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}
