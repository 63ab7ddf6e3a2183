/** One line at the bottom that tells how far a long work is, and is gone when the work is done. */
import { cutText } from '../text/width.ts'
import type { Workbook } from '../workbook.ts'

export interface LiveLine extends Disposable {
  /** Puts another text in place of the one that stands there. */
  change: (text: string) => void
}

/** Makes a live line; where nobody looks at a terminal it shows nothing. */
export function createLiveLine(workbook: Workbook): LiveLine {
  const { stdout, screen, interactive } = workbook
  const erase = () => (interactive ? stdout.write('\r\x1b[2K') : undefined)
  return {
    change: (text) => {
      if (interactive) stdout.write(`\r\x1b[2K${cutText(text, screen.width - 1)}`)
    },
    [Symbol.dispose]: () => void erase(),
  }
}
