/** A few lines at the cursor that are drawn again in place, in the middle of what else is printed. */
import { measureWidth } from '../text/width.ts'
import type { Output } from './terminal.ts'

const hideCursor = '\x1b[?25l'
const showCursor = '\x1b[?25h'

interface RepeatedDrawing {
  /** Draws lines, each narrower than the terminal, in place of those that stand there. */
  readonly draw: (lines: readonly string[]) => void
  /** Draws lines for good: what comes next stands below them. */
  readonly replace: (lines: readonly string[]) => void
  /** Leaves what stands there as it is: what comes next stands below it. */
  readonly leave: () => void
}

export function createRepeatedDrawing(stdout: Output): RepeatedDrawing {
  let drawn: readonly string[] = []
  const erase = () => {
    // A terminal that was made narrower has broken lines into several rows.
    const columns = Math.max(1, stdout.columns ?? Infinity)
    const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(measureWidth(line) / columns)), 0)
    return `${rows > 1 ? `\x1b[${rows - 1}A` : ''}\r\x1b[J`
  }
  return {
    draw: (lines) => {
      const before = drawn.length > 0 ? erase() : ''
      stdout.write(before + hideCursor + lines.join('\r\n'))
      drawn = lines
    },
    replace: (lines) => {
      stdout.write(erase() + lines.map((line) => `${line}\r\n`).join('') + showCursor)
      drawn = []
    },
    leave: () => {
      if (drawn.length === 0) return
      stdout.write(`\r\n${showCursor}`)
      drawn = []
    },
  }
}
