import type { Terminal } from './terminal.ts'
import { keepTypedAhead } from './read-line.ts'

const ctrlC = 0x03
const ctrlBackslash = 0x1c

/**
 * Swallows what is typed until it is disposed of, so that nothing is echoed into a line that is being drawn and a
 * menu that comes later is not answered by keys that were not meant for it. Ctrl-C still cancels the terminal.
 * Where answers are typed as lines, they are kept for the next question. Where nobody is there to type it does nothing.
 */
export function createQuietKeyboard({
  stdin,
  interactive,
  cancel,
  screen,
}: Pick<Terminal, 'stdin' | 'interactive' | 'cancel' | 'screen'>): Disposable {
  if (!interactive) return { [Symbol.dispose]: () => {} }
  const onData = (data: Buffer | string) => {
    const typed = Buffer.from(data)
    if (typed.includes(ctrlC) || typed.includes(ctrlBackslash)) cancel()
    else if (screen.plain) keepTypedAhead(stdin, typed.toString())
  }
  stdin.setRawMode?.(true)
  stdin.on('data', onData).resume()
  return {
    [Symbol.dispose]: () => {
      stdin.off('data', onData).pause()
      stdin.setRawMode?.(false)
    },
  }
}
