import { measureWidth, unbreakableBlank, wrapText } from '../../text/width.ts'
import type { Theme } from './theme.ts'
import { type MarkdownNode, renderReadableUrl } from './tree.ts'

/** Renders what stands in a paragraph, heading or cell as one text; a hard break is a line feed. */
export function renderInlines(nodes: readonly MarkdownNode[], theme: Theme): string {
  return nodes.map((node) => renderInline(node, theme)).join('')
}

/**
 * Renders inlines and breaks them into lines of at most `width` columns. A command in a sentence is kept
 * on one line if it takes up to half of it, so that it can be read and copied whole. Lines with nothing in
 * them are left out, so that text without anything to show gives none.
 */
export function renderInlineLines(
  nodes: readonly MarkdownNode[],
  width: number,
  theme: Theme,
  decorate: (text: string) => string = (text) => text,
): string[] {
  const keepCodeTogether = (text: string) =>
    measureWidth(text) * 2 <= width ? text.replaceAll(' ', unbreakableBlank) : text
  const text = renderInlines(nodes, { ...theme, code: (code) => theme.code(keepCodeTogether(code)) })
  return wrapText(decorate(text), width).filter((line) => line !== '')
}

function renderInline(node: MarkdownNode, theme: Theme): string {
  switch (node.type) {
    case 'softbreak':
      return ' '
    case 'hardbreak':
      return '\n'
    case 'code_inline':
      return theme.code(node.content)
    case 'strong':
      return theme.strong(renderInlines(node.children, theme))
    case 'em':
      return theme.emphasis(renderInlines(node.children, theme))
    case 's':
      return theme.struck(renderInlines(node.children, theme))
    case 'link':
      return renderLink(node, theme)
    case 'image':
      return renderInlines(node.children, theme)
    default:
      return node.content.replaceAll('\t', ' ') + renderInlines(node.children, theme)
  }
}

const webAddress = /^https?:/i

function renderLink(link: MarkdownNode, theme: Theme): string {
  const url = link.attributes['href'] ?? ''
  const text = renderInlines(link.children, theme)
  const isItsOwnText = [url, renderReadableUrl(url)].some(
    (shown) => text === shown || `mailto:${text}` === shown,
  )
  if (theme.linkTo && webAddress.test(url)) return theme.linkTo(theme.link(text || url), url)
  // A place within the text cannot be reached from a terminal, so its address would be noise.
  if (isItsOwnText || url === '' || url.startsWith('#')) return theme.link(text)
  return text === '' ? theme.link(url) : `${theme.link(text)} ${theme.url(`(${url})`)}`
}
