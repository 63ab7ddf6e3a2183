/** Single keys from the terminal, for places where a menu would be too much. */
import type { Terminal } from './terminal.ts'
import { Cancelled } from '../edge/cancelled.ts'

// Several keys can come as one chunk, and an arrow key begins with the byte of Esc without being Esc.
// oxlint-disable-next-line no-control-regex -- that byte is what tells them apart
const singleKeys = /\x1b\[[\d;]*[A-Za-z~]|[^]/g

/** The keys that stand in what the terminal handed over, one by one. */
export function splitKeys(typed: Buffer | string): string[] {
  return Buffer.from(typed).toString('latin1').match(singleKeys) ?? []
}

/**
 * Waits for one of `keys` and returns it; other keys are passed over. For the time of waiting the terminal
 * hands every key over at once and does not show it.
 * @throws {Cancelled} on Ctrl-C, when the terminal goes away and when the terminal is cancelled.
 */
export async function readKey(terminal: Terminal, keys: readonly string[]): Promise<string> {
  const { stdin, signal } = terminal
  signal.throwIfAborted()
  stdin.setRawMode?.(true)
  try {
    return await new Promise<string>((resolve, reject) => {
      const cancel = () => finish(() => reject(new Cancelled()))
      const onData = (data: Buffer) => {
        const typed = splitKeys(data)
        if (typed.includes('\x03')) return cancel()
        const known = typed.find((key) => keys.includes(key))
        if (known !== undefined) finish(() => resolve(known))
      }
      const finish = (settle: () => void) => {
        stdin.off('data', onData).off('end', cancel).pause()
        signal.removeEventListener('abort', cancel)
        settle()
      }
      stdin.on('data', onData).on('end', cancel).resume()
      signal.addEventListener('abort', cancel)
    })
  } finally {
    stdin.setRawMode?.(false)
  }
}
