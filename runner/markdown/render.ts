import { renderBlocks } from './blocks.ts'
import { createTheme } from './theme.ts'
import { parseMarkdown } from './tree.ts'

const widestComfortable = 100

/**
 * Renders Markdown for a terminal of `width` columns; text is never set wider than 100. Only lines of
 * code may be longer, because they are left whole for copying. With `colour` false the text holds no
 * escape sequence. It ends with one line feed; a source without anything to show gives ''.
 */
export function renderMarkdown(source: string, options: { width: number; colour: boolean }): string {
  const width = Math.max(1, Math.min(Math.floor(options.width), widestComfortable))
  const lines = renderBlocks(parseMarkdown(source), width, createTheme(options.colour))
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}
