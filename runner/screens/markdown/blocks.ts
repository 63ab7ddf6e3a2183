import { say } from '../../language/say.ts'
import { measureWidth } from '../../text/width.ts'
import { renderCode } from './code.ts'
import { renderInlineLines, renderInlines } from './inlines.ts'
import { isCompactList, renderList } from './list.ts'
import { prefixLines } from './prefix.ts'
import { renderTable, type Table } from './table.ts'
import type { Theme } from './theme.ts'
import type { MarkdownNode } from './tree.ts'

/** Renders blocks below one another, a blank line between them, as lines of at most `width` columns. */
export function renderBlocks(nodes: readonly MarkdownNode[], width: number, theme: Theme): string[] {
  const lines: string[] = []
  let previous: MarkdownNode | undefined
  for (const node of nodes) {
    const block = renderBlock(node, width, theme)
    if (block.length === 0) continue
    if (previous && !standClose(previous, node)) lines.push('')
    lines.push(...block)
    previous = node
  }
  return lines
}

function standClose(upper: MarkdownNode, lower: MarkdownNode): boolean {
  return upper.isTight && (lower.isTight || isCompactList(lower))
}

function renderBlock(node: MarkdownNode, width: number, theme: Theme): string[] {
  switch (node.type) {
    case 'heading':
      return renderHeading(node, width, theme)
    case 'bullet_list':
    case 'ordered_list':
      return renderList(node, width, theme, renderBlocks)
    case 'blockquote': {
      const bar = theme.plain ? '  ' : `${theme.quiet('│')} `
      const first = theme.plain ? `${theme.render(say`Quotation:`)} ` : bar
      return prefixLines(first, bar, width, (inner) => renderBlocks(node.children, inner, theme))
    }
    case 'table':
      return renderTable(parseTable(node, theme), width, theme)
    case 'fence':
    case 'code_block':
      return renderCode(node.content, node.info, width, theme)
    case 'hr':
      return theme.plain ? [] : [theme.quiet('─'.repeat(width))]
    default:
      return renderInlineLines(node.children, width, theme)
  }
}

const underlines: Readonly<Record<string, string>> = { h1: '═', h2: '─' }

/** Levels are told apart by what is drawn, so that they are without colour too, and else by a word. */
function renderHeading(node: MarkdownNode, width: number, theme: Theme): string[] {
  const paint = node.tag === 'h1' ? theme.title : theme.heading
  const renderText = (inner: number) => renderInlineLines(node.children, inner, theme, paint)
  const lines = renderText(width)
  if (lines.length === 0) return []
  if (theme.plain) return prefixLines(nameLevel(node.tag, theme), '  ', width, renderText)
  const underline = underlines[node.tag]
  if (underline) return [...lines, theme.quiet(underline.repeat(Math.max(...lines.map(measureWidth))))]
  return prefixLines(node.tag === 'h3' ? '▪ ' : '▫ ', '  ', width, renderText)
}

function nameLevel(tag: string, theme: Theme): string {
  if (tag === 'h1') return ''
  return `${theme.render(tag === 'h2' ? say`Section:` : say`Subsection:`)} `
}

function parseTable(node: MarkdownNode, theme: Theme): Table {
  const rows = node.children.flatMap((part) => part.children)
  const cells = rows.map((row) => row.children.map((cell) => renderInlines(cell.children, theme)))
  const [headers = [], ...body] = cells
  return { headers, rows: body, alignments: (rows[0]?.children ?? []).map(parseAlignment) }
}

function parseAlignment(cell: MarkdownNode): 'left' | 'right' | 'centre' {
  const style = cell.attributes['style'] ?? ''
  return style.includes('right') ? 'right' : style.includes('center') ? 'centre' : 'left'
}
