/** The end of what a program printed, safe to show and short. */
import { cutText, measureWidth } from '../../text/width.ts'
import { createPaint, measureColumns, renderCount, type Screen } from '../../text/screen.ts'
import { escapeText } from '../../text/visible.ts'

const mostLines = 8
const label = 'It printed last:'
/** Lines of a stack that lie in Node or in a package say nothing about the learner's program. */
const foreignFrame = /^\s+at .*(?:\(|\s)(?:node:|file:.*\/node_modules\/|\/.*\/node_modules\/)/
const errorLine = /^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)\b/

/** Shows what was printed last; undefined if nothing was. */
export function renderPrinted(printed: string, screen: Screen): string[] {
  const lines = chooseLines(printed)
  const [only] = lines
  if (only === undefined) return []
  const columns = measureColumns(screen)
  if (lines.length === 1 && measureWidth(label) + 4 + measureWidth(only) <= columns)
    return [`${label}    ${only}`]
  const { dim } = createPaint(screen)
  return [label, ...lines.map((line) => `    ${cutText(dim(line), columns - 4)}`)]
}

/** Takes the last lines; where they are a long stack, the line with the error's message comes first. */
function chooseLines(printed: string): string[] {
  const lines = printed
    .replace(/\s+$/, '')
    .split(/\r?\n/)
    .filter((line) => !foreignFrame.test(line))
    .map((line) => escapeText(line.replaceAll('\t', '  ')))
  if (lines.length === 1 && lines[0] === '') return []
  if (lines.length <= mostLines) return lines
  const tail = lines.slice(-(mostLines - 1))
  const error = lines.findLastIndex((line) => errorLine.test(line))
  if (error !== -1 && error < lines.length - tail.length)
    return lines
      .slice(error, error + mostLines - 1)
      .concat(sayCut(lines.length - error - mostLines + 1, 'more'))
  return [...sayCut(lines.length - tail.length, 'earlier'), ...tail]
}

function sayCut(count: number, which: 'earlier' | 'more'): string[] {
  return count > 0 ? [`… ${renderCount(count, `${which} line`)}`] : []
}
