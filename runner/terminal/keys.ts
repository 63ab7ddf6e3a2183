/** Single keys from the terminal, for places where a menu would be too much. */
import { Cancelled } from '../edge/cancelled.ts'
import { openKeyboard } from './keyboard.ts'
import type { Terminal } from './terminal.ts'

/**
 * Waits for one of `keys` and returns it; other keys are passed over. For the time of waiting the terminal
 * hands every key over at once and does not show it.
 * @throws {Cancelled} on Ctrl-C, when the terminal goes away and when the terminal is cancelled.
 */
export async function readKey(terminal: Terminal, keys: readonly string[]): Promise<string> {
  const { signal } = terminal
  signal.throwIfAborted()
  const { promise, resolve, reject } = createDeferred()
  const cancel = () => reject(new Cancelled())
  using _keyboard = openKeyboard(terminal, {
    onKeys: (typed) => {
      const known = typed.find((key) => keys.includes(key))
      if (known !== undefined) resolve(known)
    },
    onInterrupt: cancel,
    onEnd: cancel,
  })
  signal.addEventListener('abort', cancel)
  return await promise.finally(() => signal.removeEventListener('abort', cancel))
}

function createDeferred() {
  let resolve: (key: string) => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<string>((resolveIt, rejectIt) => {
    resolve = resolveIt
    reject = rejectIt
  })
  return { promise, resolve, reject }
}
