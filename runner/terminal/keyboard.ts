/**
 * The keyboard while keys are taken one by one: the one place that switches the terminal over and back, and that knows
 * what a key means wherever it is pressed, as Ctrl-C and Ctrl-Z do.
 */
import { setImmediate } from 'node:timers/promises'
import type { Terminal } from './terminal.ts'

export interface KeyListener {
  /** The keys of one chunk, none of which means the same everywhere. */
  readonly onKeys?: (keys: readonly string[], typed: Buffer) => void
  /** Ctrl-C and Ctrl-\. What was typed with it is dropped. */
  readonly onInterrupt: () => void
  /** The input is over: the terminal has gone. */
  readonly onEnd?: () => void
  /** Ctrl-Z: the shell gets the terminal back. What is drawn is put away now, and no key is taken. */
  readonly onSuspend?: () => void
  /** The terminal was given again (`fg`), as somebody else has left it: all is drawn anew. */
  readonly onResume?: () => void
}

type Input = Terminal['stdin']

const interruptKeys: readonly string[] = ['\x03', '\x1c']
const suspendKey = '\x1a'

// Several keys can come as one chunk, and an arrow key begins with the byte of Esc without being Esc.
// oxlint-disable-next-line no-control-regex -- that byte is what tells them apart
const singleKeys = /\x1b(?:\[[\d;]*[A-Za-z~]|O[A-Z])|[^]/g

/** The keyboards that are open, by the input from which they take keys; only the last one hears anything. */
const opened = new WeakMap<Input, KeyListener[]>()

/**
 * Takes every key as it is pressed and shows none, until it is disposed of. Who opens another keyboard meanwhile, as for a
 * question, has all keys until that is disposed of.
 */
export function openKeyboard(
  { stdin, suspend }: Pick<Terminal, 'stdin' | 'suspend'>,
  listener: KeyListener,
): Disposable {
  const listeners = opened.get(stdin) ?? []
  opened.set(stdin, listeners)
  let hasEnded = false
  const standStill = () => {
    if (!suspend) return
    listener.onSuspend?.()
    stdin.setRawMode?.(false)
    suspend()
    stdin.setRawMode?.(true)
    listener.onResume?.()
  }
  const hear = (data: Buffer | string) => {
    if (listeners.at(-1) !== listener) return
    const typed = Buffer.from(data)
    const keys: readonly string[] = typed.toString('latin1').match(singleKeys) ?? []
    if (keys.some((key) => interruptKeys.includes(key))) listener.onInterrupt()
    else if (keys.includes(suspendKey)) standStill()
    else listener.onKeys?.(keys, typed)
  }
  const end = () => {
    hasEnded = true
    if (listeners.at(-1) === listener) listener.onEnd?.()
  }
  listeners.push(listener)
  if (listeners.length === 1) stdin.setRawMode?.(true)
  stdin.on('data', hear).on('end', end).resume()
  return {
    [Symbol.dispose]: () => {
      stdin.off('data', hear).off('end', end)
      listeners.splice(listeners.indexOf(listener), 1)
      if (listeners.length > 0) return
      stdin.pause()
      // A terminal that has gone cannot be switched back.
      if (!hasEnded) stdin.setRawMode?.(false)
    },
  }
}

/** Lends the keyboard to another program, until it is disposed of: keys go there, edited and shown as usual. */
export function lendKeyboard({ stdin }: Pick<Terminal, 'stdin'>): Disposable {
  const isTaken = (opened.get(stdin)?.length ?? 0) > 0
  if (isTaken) {
    stdin.pause()
    stdin.setRawMode?.(false)
  }
  return {
    [Symbol.dispose]: () => {
      if (!isTaken) return
      stdin.setRawMode?.(true)
      stdin.resume()
    },
  }
}

/**
 * Resolves when all that was typed before has come to the keyboard that is open. Whoever asks a question waits for it
 * before the question is drawn, so that keys that were pressed before do not answer it.
 */
export async function letEarlierKeysCome(): Promise<void> {
  // Two turns of the event loop: one may have looked at the terminal already, the next looks at it in any case.
  await setImmediate()
  await setImmediate()
}
