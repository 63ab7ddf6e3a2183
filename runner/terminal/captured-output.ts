/** Keeps what would be shown, for a place that shows it in its own way. */
import { Writable } from 'node:stream'
import type { Terminal } from './terminal.ts'

export interface CapturedOutput<T extends Terminal> {
  /** The same terminal, for which nobody is there to answer and whose output goes nowhere. */
  readonly terminal: T
  /** All that was written so far, to stdout and to stderr. */
  readonly read: () => string
}

/** Makes a terminal whose output is kept. Its screen stays that of the terminal. */
export function captureOutput<T extends Terminal>(terminal: T): CapturedOutput<T> {
  let kept = ''
  const output = new Writable({
    decodeStrings: false,
    write: (chunk: unknown, _encoding, done) => {
      kept += String(chunk)
      done()
    },
  })
  const captured: T = Object.create(terminal, {
    stdout: { value: output },
    stderr: { value: output },
    interactive: { value: false },
  })
  return { terminal: captured, read: () => kept }
}
