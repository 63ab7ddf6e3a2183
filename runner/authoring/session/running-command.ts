/** One command of a session while it runs: what was expected of it, and how far it has come. */
import { matchOutput, splitOutput, type ExpectedLine, type OutputMatch } from './match-output.ts'
import { useLessonPorts, type PortMap } from './lesson-ports.ts'
import type { SessionCommand, SessionItem } from './parse-session.ts'
import type { ShellProcess } from './shell-process.ts'

export interface RunningCommand {
  readonly command: SessionCommand
  /** undefined until its turn has come. */
  process?: ShellProcess
  /** How many of its keys (typed lines, ^C, ^D) were sent. */
  keysSent: number
  /** What it is waiting for at the moment, as a clause: "for …". */
  waitsFor?: string
}

export type Key = SessionItem & { readonly kind: 'typing' | 'end-of-input' | 'interrupt' }

/** The lines that it printed so far, with the lesson's ports. The last one may not be finished yet. */
export function listPrinted(running: RunningCommand, ports: PortMap): string[] {
  return splitOutput(useLessonPorts(running.process?.output ?? '', ports))
}

/** Compares what it printed with the expected lines among `items`, by default all of its. */
export function matchItems(
  running: RunningCommand,
  ports: PortMap,
  items: readonly SessionItem[] = running.command.items,
): OutputMatch {
  return matchOutput(listExpected(items), listPrinted(running, ports))
}

/** The expected lines among some items. */
export function listExpected(items: readonly SessionItem[]): ExpectedLine[] {
  const lines: ExpectedLine[] = []
  let typedBefore = 0
  for (const { kind, text } of items) {
    if (kind === 'typing' || kind === 'interrupt') typedBefore += 1
    if (kind !== 'output') continue
    lines.push({ text, typedBefore })
    typedBefore = 0
  }
  return lines
}

/** Whether an item is something that the reader presses. */
export function isKey(item: SessionItem): item is Key {
  return item.kind === 'typing' || item.kind === 'end-of-input' || item.kind === 'interrupt'
}

/** Presses a key in a command's terminal. */
export function sendKey(running: RunningCommand, key: Key, ports: (text: string) => string): void {
  if (key.kind === 'typing') running.process?.type(ports(key.text))
  else if (key.kind === 'end-of-input') running.process?.endInput()
  else running.process?.interrupt()
  running.keysSent += 1
}

/**
 * The line from which on the output can never become what is shown; undefined while it still can. The last line is
 * not looked at while the command may still be writing it.
 */
export function findConflict(running: RunningCommand, ports: PortMap): string | undefined {
  const output = running.process?.output ?? ''
  const finished =
    running.process?.ended === undefined ? output.slice(0, output.lastIndexOf('\n') + 1) : output
  const printed = splitOutput(useLessonPorts(finished, ports))
  const match = matchOutput(listExpected(running.command.items), printed)
  return match.conflict === undefined ? undefined : printed[match.conflict]
}
