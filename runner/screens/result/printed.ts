/** The end of what a program printed, safe to show and short. */
import { cutText, measureWidth } from '../../text/width.ts'
import { createPaint, measureColumns, type Screen } from '../../text/screen.ts'
import { say, sayCount } from '../../language/say.ts'
import { renderSafely } from '../conversation/step-words.ts'
import { escapeText } from '../../text/visible.ts'

const mostLines = 8
/** Lines of a stack that lie in Node or in a package say nothing about the learner's program. */
const foreignFrame = /^\s+at .*(?:\(|\s)(?:node:|file:.*\/node_modules\/|\/.*\/node_modules\/)/
const errorLine = /^(?:Uncaught )?(?:[A-Z]\w*)?(?:Error|Exception)\b/

/**
 * Shows what was printed last; nothing if nothing was.
 * @param isCrashTold whether the crash at its end stands above already, with its message, its place and its line
 */
export function renderPrinted(printed: string, screen: Screen, isCrashTold = false): string[] {
  const label = renderSafely(say`It printed last:`, screen)
  const lines = chooseLines(isCrashTold ? dropReport(printed) : printed, screen)
  const [only] = lines
  if (only === undefined) return []
  const columns = measureColumns(screen)
  if (lines.length === 1 && measureWidth(label) + 4 + measureWidth(only) <= columns)
    return [`${label}    ${only}`]
  const { dim } = createPaint(screen)
  return [label, ...lines.map((line) => `    ${cutText(dim(line), columns - 4)}`)]
}

/** Leaves out what Node reports of a crash: from the place above the last caret on. */
function dropReport(printed: string): string {
  const lines = printed.split('\n')
  const caret = lines.findLastIndex((line) => /^\s*\^+\s*$/.test(line))
  return caret === -1 ? printed : lines.slice(0, Math.max(0, caret - 2)).join('\n')
}

/** Takes the last lines; where they are a long stack, the line with the error's message comes first. */
function chooseLines(printed: string, screen: Screen): string[] {
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
      .concat(sayMore(lines.length - error - mostLines + 1, screen))
  return [...sayEarlier(lines.length - tail.length, screen), ...tail]
}

function sayMore(count: number, screen: Screen): string[] {
  return count > 0
    ? [renderSafely(sayCount(count, say`… 1 more line`, say`… ${count} more lines`), screen)]
    : []
}

function sayEarlier(count: number, screen: Screen): string[] {
  const words = sayCount(count, say`… 1 earlier line`, say`… ${count} earlier lines`)
  return count > 0 ? [renderSafely(words, screen)] : []
}
