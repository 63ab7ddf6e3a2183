import type { Screen } from '../../text/screen.ts'
import { renderBlocks } from './blocks.ts'
import { createTheme } from './theme.ts'
import { type MarkdownNode, parseMarkdown } from './tree.ts'

const widestComfortable = 100

/**
 * Renders Markdown for a terminal of `width` columns; text is never set wider than 100. Only lines of
 * code may be longer, because they are left whole for copying. With `colour` false the text holds no
 * escape sequence. It ends with one line feed; a source without anything to show gives ''.
 */
export function renderMarkdown(source: string, screen: Screen): string {
  return renderNodes(parseMarkdown(source), screen)
}

/** A piece of a text: rendered, and for a fence that was asked for its content too. */
export interface MarkdownPart {
  readonly text: string
  readonly fence?: string
}

/**
 * Renders Markdown as `renderMarkdown` does, in parts: each fence of `language` that stands in no list or quotation is
 * one of its own, for whoever shows it otherwise than as a block of code.
 */
export function renderMarkdownParts(source: string, language: string, screen: Screen): MarkdownPart[] {
  const groups: { fence?: string; nodes: MarkdownNode[] }[] = []
  for (const node of parseMarkdown(source)) {
    const last = groups.at(-1)
    if (node.type === 'fence' && node.info.trim().split(/\s/u)[0] === language) {
      groups.push({ fence: node.content, nodes: [node] })
    } else if (last && last.fence === undefined) last.nodes.push(node)
    else groups.push({ nodes: [node] })
  }
  return groups.map(({ nodes, ...fence }) => ({ ...fence, text: renderNodes(nodes, screen) }))
}

function renderNodes(nodes: readonly MarkdownNode[], screen: Screen): string {
  const width = Math.max(1, Math.min(Math.floor(screen.width), widestComfortable))
  const lines = renderBlocks(nodes, width, createTheme(screen))
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}
