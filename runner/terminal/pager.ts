/** Shows a long text a screen at a time: drawn, as a text in which one moves; else in pages that are printed. */
import { say } from '../language/say.ts'
import { renderWords, type Screen } from '../text/screen.ts'
import { countLetters } from '../text/letters.ts'
import { PagerView } from './pager-view.ts'
import { showPagesByWord, waitByWord } from './pages-by-word.ts'
import { openKeyboard } from './keyboard.ts'
import { Cancelled } from '../edge/cancelled.ts'
import { createDeferred } from './deferred.ts'
import { layText } from './lay-text.ts'
import { createPaint } from '../text/screen.ts'
import { cutText } from '../text/width.ts'
import { showText } from './show.ts'
import type { Terminal } from './terminal.ts'

const eraseLine = '\r\x1b[2K'

/** Draws a text for a screen; asked anew where the window gets another size. */
export type DrawText = (screen: Screen) => string

export interface PageOptions {
  /** Rows that are needed below its end for what comes then, so that the end stays in sight. */
  readonly reservedRows?: number
  /** Whether a screen is drawn next in any case: then it waits even where all fits, and leaves nothing behind. */
  readonly isHeld?: boolean
  /** What of it is new: where that has room, it is printed alone. The rest can be read again by going back. */
  readonly drawNew?: DrawText
  /** Where it opens: so many letters lie above. */
  readonly lettersAbove?: number
  /** Where it opens, by the rows that there are; without it, see `lettersAbove`. */
  readonly chooseFirst?: (screen: Screen, rows: number) => number
  /** A line of the text that is repeated at the top while it lies above. */
  readonly findPinned?: (screen: Screen) => { readonly line: number; readonly text: string } | undefined
  /** Of how many letters the text is the beginning, where it is only a part of one. */
  readonly lettersInAll?: number
}

export interface Reading {
  /** Whether the reader went on at its end; false when they left it. */
  readonly isRead: boolean
  /** How many letters lie above what was in sight last. */
  readonly lettersAbove: number
}

/**
 * Shows a text, in pages where somebody is there to turn them and it is longer than the screen. What was in sight last
 * stays, unless it is held.
 * @throws {Cancelled} on Ctrl-C.
 */
export async function showPaged(
  terminal: Terminal,
  draw: DrawText,
  options: PageOptions = {},
): Promise<Reading> {
  const { reservedRows = 0, isHeld = false } = options
  const { screen, rows, interactive } = terminal
  const fresh = (options.drawNew ?? draw)(screen)
  if (interactive && screen.plain)
    return { isRead: await showPagesByWord(terminal, fresh, reservedRows), lettersAbove: 0 }
  if (!interactive || (!isHeld && layText(fresh, screen).length + reservedRows < rows)) {
    showText(terminal, fresh)
    return { isRead: true, lettersAbove: options.lettersAbove ?? 0 }
  }
  const view = new PagerView(terminal, draw, options)
  const reading = await view.run()
  if (!isHeld) showText(terminal, view.page.slice(-Math.max(1, rows - reservedRows - 1)).join('\n'))
  return reading
}

/** How many letters a text has: by them a place in it is found again, whatever the width. */
export function measureText(text: string): number {
  return countLetters([text])
}

/**
 * Waits until the reader wants to go on with a text; where nobody is there, they do.
 * @returns false when they leave it
 * @throws {Cancelled} on Ctrl-C.
 */
export async function waitToGoOn(terminal: Terminal): Promise<boolean> {
  if (!terminal.interactive) return true
  if (terminal.screen.plain) return await waitByWord(terminal)
  const { signal, screen, stdout } = terminal
  signal.throwIfAborted()
  const words = renderWords(say`Enter: go on · q: leave`, screen)
  const draw = () =>
    void stdout.write(`${eraseLine}${createPaint(screen).dim(cutText(` ${words}`, screen.width - 1))}`)
  const { promise, resolve, reject } = createDeferred<boolean>()
  const cancel = () => reject(new Cancelled())
  using _keyboard = openKeyboard(terminal, {
    onKeys: (keys) => {
      for (const key of keys) {
        if (key === '\r' || key === '\n') resolve(true)
        if (['q', 'Q', '\x1b', '\x04'].includes(key)) resolve(false)
      }
    },
    onInterrupt: cancel,
    onEnd: cancel,
    onSuspend: () => void stdout.write('\n'),
    onResume: draw,
  })
  signal.addEventListener('abort', cancel)
  draw()
  return await promise.finally(() => {
    stdout.write(eraseLine)
    signal.removeEventListener('abort', cancel)
  })
}
