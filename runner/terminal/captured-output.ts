/** Keeps what would be shown, for a place that shows it in its own way. */
import { Writable } from 'node:stream'
import type { Workbook } from '../workbook.ts'

export interface CapturedOutput {
  /** The same workbook, for which nobody is there to answer and whose output goes nowhere. */
  readonly workbook: Workbook
  /** All that was written so far, to stdout and to stderr. */
  readonly read: () => string
}

/** Makes a workbook whose output is kept. Its screen stays that of the terminal. */
export function captureOutput(workbook: Workbook): CapturedOutput {
  let kept = ''
  const output = new Writable({
    decodeStrings: false,
    write: (chunk: unknown, _encoding, done) => {
      kept += String(chunk)
      done()
    },
  })
  const captured: Workbook = Object.create(workbook, {
    stdout: { value: output },
    stderr: { value: output },
    interactive: { value: false },
  })
  return { workbook: captured, read: () => kept }
}
