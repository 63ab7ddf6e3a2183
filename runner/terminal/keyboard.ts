/**
 * The keyboard while keys are taken one by one: the one place that switches the terminal over and back, and that knows
 * what a key means wherever it is pressed, as Ctrl-C does.
 */
import type { Terminal } from './terminal.ts'

export interface KeyListener {
  /** The keys of one chunk, none of which means the same everywhere. */
  readonly onKeys?: (keys: readonly string[], typed: Buffer) => void
  /** Ctrl-C and Ctrl-\. What was typed with it is dropped. */
  readonly onInterrupt: () => void
  /** The input is over: the terminal has gone. */
  readonly onEnd?: () => void
}

const interruptKeys: readonly string[] = ['\x03', '\x1c']

// Several keys can come as one chunk, and an arrow key begins with the byte of Esc without being Esc.
// oxlint-disable-next-line no-control-regex -- that byte is what tells them apart
const singleKeys = /\x1b\[[\d;]*[A-Za-z~]|[^]/g

/** Takes every key as it is pressed and shows none, until it is disposed of. */
export function openKeyboard({ stdin }: Pick<Terminal, 'stdin'>, listener: KeyListener): Disposable {
  const { onKeys, onInterrupt, onEnd } = listener
  let hasEnded = false
  const hear = (data: Buffer | string) => {
    const typed = Buffer.from(data)
    const keys = typed.toString('latin1').match(singleKeys) ?? []
    if (keys.some((key) => interruptKeys.includes(key))) onInterrupt()
    else onKeys?.(keys, typed)
  }
  const end = () => {
    hasEnded = true
    onEnd?.()
  }
  stdin.setRawMode?.(true)
  stdin.on('data', hear).on('end', end).resume()
  return {
    [Symbol.dispose]: () => {
      stdin.off('data', hear).off('end', end).pause()
      // A terminal that has gone cannot be switched back.
      if (!hasEnded) stdin.setRawMode?.(false)
    },
  }
}
