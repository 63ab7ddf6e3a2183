import { measureWidth, padText } from '../../text/width.ts'
import { prefixLines } from './prefix.ts'
import type { Theme } from './theme.ts'
import type { MarkdownNode } from './tree.ts'

// Handed in, because a list renders blocks and a block may be a list.
type RenderBlocks = (nodes: readonly MarkdownNode[], width: number, theme: Theme) => string[]

/** Renders a bullet or ordered list with hanging indent; numbers are aligned at their points. */
export function renderList(
  list: MarkdownNode,
  width: number,
  theme: Theme,
  renderBlocks: RenderBlocks,
): string[] {
  const markers = createMarkers(list, theme)
  const isCompact = isCompactList(list)
  return list.children.flatMap((item, index) => {
    const marker = markers[index] ?? ''
    const hanging = ' '.repeat(measureWidth(marker))
    const lines = prefixLines(marker, hanging, width, (inner) => renderBlocks(item.children, inner, theme))
    return isCompact || index === 0 ? lines : ['', ...lines]
  })
}

/** Whether a list holds nothing but short items and lists of such, so that no blank line is needed. */
export function isCompactList(node: MarkdownNode): boolean {
  if (node.type !== 'bullet_list' && node.type !== 'ordered_list') return false
  return node.children.every((item) => item.children.every((block) => block.isTight || isCompactList(block)))
}

function createMarkers(list: MarkdownNode, theme: Theme): string[] {
  if (list.type === 'bullet_list') return list.children.map(() => (theme.plain ? '- ' : '• '))
  const first = Number(list.attributes['start'] ?? 1)
  const numbers = list.children.map((_, index) => `${first + index}.`)
  const widest = Math.max(...numbers.map(measureWidth))
  return numbers.map((number) => `${padText(number, widest, 'right')} `)
}
