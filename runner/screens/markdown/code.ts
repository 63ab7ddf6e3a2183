import { measureWidth, wrapText } from '../../text/width.ts'
import { highlightCode } from './highlight.ts'
import { renderPicture } from './picture.ts'
import type { Theme } from './theme.ts'

const widestIndent = 4

/**
 * Renders a block of code as lines, indented as far as `width` columns allow. A line that is longer than
 * that stays one line: the terminal folds it, and copying it gives one line again. A picture of a conversation is drawn,
 * or told in words where nothing is drawn and where it would be too wide: folded, it shows nothing.
 */
export function renderCode(code: string, info: string, width: number, theme: Theme): string[] {
  const language = info.trim().split(/\s/)[0]?.toLowerCase() ?? ''
  const text = code.replace(/^(?:[ \t]*\n)+/, '').trimEnd()
  if (text === '') return []
  const picture = language === 'mermaid' ? renderPicture(text, width, theme) : undefined
  if (picture) return picture
  const painted = language === 'console' ? paintConsole(text, theme) : highlightCode(text, language, theme)
  const lines = wrapText(painted, Infinity)
  const spare = width - Math.max(...lines.map(measureWidth))
  const indent = ' '.repeat(spare < 0 ? widestIndent : Math.min(spare, widestIndent))
  return lines.map((line) => (line === '' ? '' : indent + line))
}

/** A session in terminals: `$ ` before what is typed, `# ` before a caption, the rest is what is printed. */
function paintConsole(session: string, theme: Theme): string {
  const painted: string[] = []
  let isTyped = false
  let previous = ''
  for (const line of session.split('\n')) {
    isTyped = line.startsWith('$ ') || (isTyped && previous.endsWith('\\'))
    if (line.startsWith('# ') && previous !== '') painted.push('')
    painted.push(paintConsoleLine(line, isTyped, theme))
    previous = line
  }
  return painted.join('\n')
}

function paintConsoleLine(line: string, isTyped: boolean, theme: Theme): string {
  if (line.startsWith('# ')) return theme.plain ? `${line.slice(2)}:` : theme.quiet(`── ${line.slice(2)} ──`)
  if (line.startsWith('$ ')) return theme.quiet('$ ') + theme.command(line.slice(2))
  return isTyped ? theme.command(line) : line
}
