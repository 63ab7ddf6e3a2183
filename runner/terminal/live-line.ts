/** One line at the bottom that tells how far a long work is, and is gone when the work is done. */
import type { Words } from '../language/say.ts'
import { renderSafely } from '../text/screen.ts'
import { cutText } from '../text/width.ts'
import type { Terminal } from './terminal.ts'
import { showWords } from './show.ts'

export interface LiveLine extends Disposable {
  /** Puts another text in place of the one that stands there. */
  change: (words: Words) => void
}

/** Makes a live line. Where nothing is drawn again its first text is printed, and where nobody looks nothing is. */
export function createLiveLine(terminal: Terminal): LiveLine {
  const { stdout, screen, interactive } = terminal
  if (!interactive) return { change: () => {}, [Symbol.dispose]: () => {} }
  if (screen.plain) {
    let isPrinted = false
    const change = (words: Words) => {
      if (!isPrinted) showWords(terminal, words)
      isPrinted = true
    }
    return { change, [Symbol.dispose]: () => {} }
  }
  return {
    change: (words) =>
      void stdout.write(`\r\x1b[2K${cutText(renderSafely(words, screen), screen.width - 1)}`),
    [Symbol.dispose]: () => void stdout.write('\r\x1b[2K'),
  }
}
