/** Answers that are typed as lines, for terminals on which nothing is drawn. The terminal itself edits the line. */
import { Cancelled } from '../edge/cancelled.ts'
import type { Terminal } from './terminal.ts'

type Input = Terminal['stdin']

/** What was typed before it was asked for: the beginning of the next lines. */
const typedAhead = new WeakMap<Input, string>()

/** Keeps what was typed while nothing was asked, as it came from the keyboard, for the next question. */
export function keepTypedAhead(stdin: Input, typed: string): void {
  typedAhead.set(stdin, (typedAhead.get(stdin) ?? '') + typed.replaceAll('\r', '\n'))
}

/**
 * Writes `prompt` and waits for a line.
 * @returns the line without its end; undefined at the end of input
 * @throws {Cancelled} on Ctrl-C and when the terminal is cancelled.
 */
export async function readLine(terminal: Terminal, prompt: string): Promise<string | undefined> {
  const { stdin, stdout, signal } = terminal
  signal.throwIfAborted()
  const early = takeLine(stdin)
  // What was typed ahead the terminal did not show, or showed before the question.
  stdout.write(prompt + (early === undefined ? eraseCorrected(typedAhead.get(stdin) ?? '') : `${early}\n`))
  const line = early ?? (await waitForLine(stdin, signal))
  // Without a line the terminal has not moved on from the prompt.
  if (line === undefined) stdout.write('\n')
  return line
}

function waitForLine(stdin: Input, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      stdin.off('data', onData).off('end', onEnd).pause()
      signal.removeEventListener('abort', cancel)
      settle()
    }
    const cancel = () => finish(() => reject(new Cancelled()))
    const onEnd = () => finish(() => resolve(undefined))
    const onData = (data: Buffer | string) => {
      keepTypedAhead(stdin, data.toString())
      const line = takeLine(stdin)
      if (line !== undefined) finish(() => resolve(line))
    }
    if (stdin.readableEnded) return onEnd()
    signal.addEventListener('abort', cancel)
    stdin.on('data', onData).on('end', onEnd).resume()
  })
}

/** Takes the first whole line of what was typed. */
function takeLine(stdin: Input): string | undefined {
  const typed = typedAhead.get(stdin) ?? ''
  const end = typed.indexOf('\n')
  if (end === -1) return undefined
  typedAhead.set(stdin, typed.slice(end + 1))
  return eraseCorrected(typed.slice(0, end))
}

/** What was typed while the terminal edited nothing still holds the backspaces, and keys that are no text. */
function eraseCorrected(line: string): string {
  const kept: string[] = []
  for (const character of line.replaceAll(/\x1b\[[\d;]*[A-Za-z~]/gu, '')) {
    if (character === '\x7f' || character === '\b') kept.pop()
    else if (!/\p{Cc}/u.test(character)) kept.push(character)
  }
  return kept.join('')
}
