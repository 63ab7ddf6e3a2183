/** HTML in which every text that comes from elsewhere is text. */
import { escapeLine } from '../plain-line.ts'

/** HTML that is finished. */
export interface Html {
  readonly html: string
}

type Content = string | number | Html | readonly Content[] | undefined

/** Writes HTML: what stands in its gaps is escaped, unless it is HTML itself. Indentation is for the source alone. */
export function markup(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const pieces = strings.map((piece) => piece.replaceAll(/\n\s*/gu, '\n'))
  return { html: pieces.reduce((text, piece, index) => text + writeContent(contents[index - 1]) + piece) }
}

/** Data for a script of the page: nothing in it can end the element in which it stands. */
export function writeData(data: unknown): Html {
  return { html: JSON.stringify(data).replaceAll('<', String.raw`\u003c`) }
}

function writeContent(content: Content): string {
  if (content === undefined) return ''
  if (typeof content === 'number') return String(content)
  if (typeof content === 'string') return escapeHtml(escapeLine(content))
  return 'html' in content ? content.html : content.map(writeContent).join('')
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
