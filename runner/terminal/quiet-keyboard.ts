import { openKeyboard } from './keyboard.ts'
import { keepTypedAhead } from './read-line.ts'
import type { Terminal } from './terminal.ts'

/**
 * Swallows what is typed until it is disposed of, so that nothing is echoed into a line that is being drawn and a
 * menu that comes later is not answered by keys that were not meant for it. Ctrl-C still cancels the terminal.
 * Where answers are typed as lines, they are kept for the next question. Where nobody is there to type it does nothing.
 */
export function createQuietKeyboard({
  stdin,
  interactive,
  cancel,
  suspend,
  screen,
}: Pick<Terminal, 'stdin' | 'interactive' | 'cancel' | 'suspend' | 'screen'>): Disposable {
  if (!interactive) return { [Symbol.dispose]: () => {} }
  return openKeyboard(
    { stdin, suspend },
    {
      onKeys: (_, typed) => {
        if (screen.plain) keepTypedAhead(stdin, typed.toString())
      },
      onInterrupt: cancel,
    },
  )
}

/**
 * Swallows, between one question and the next, what is typed on a terminal that is drawn on: it would be echoed into what
 * is drawn, and answer what comes.
 */
export function holdKeyboard(terminal: Terminal): Disposable | undefined {
  return terminal.screen.plain ? undefined : createQuietKeyboard(terminal)
}
