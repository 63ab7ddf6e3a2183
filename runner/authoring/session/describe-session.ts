/** The sentences for a session that did not go as its text shows. */
import type { PortMap } from './lesson-ports.ts'
import { listExpected, listPrinted, matchItems, type RunningCommand } from './running-command.ts'

/** A session that went otherwise than its text shows. */
export class SessionDiffers extends Error {
  override name = 'SessionDiffers'
  readonly line: number
  readonly remedy: string

  constructor(line: number, message: string, remedy: string) {
    super(message)
    this.line = line
    this.remedy = remedy
  }
}

const remedy =
  'Mend the program, or show what it really prints. `…` in a line stands for anything, alone for any lines.'
const mostLines = 8

/**
 * Says what was expected and what came instead.
 * @param conflict the printed line that can not be what is shown; undefined where the command ended too early
 */
export function describeConflict(
  running: RunningCommand,
  ports: PortMap,
  conflict: string | undefined,
): SessionDiffers {
  const { line, text } = findExpectedNext(running, ports)
  const shown = text === undefined ? 'the text shows nothing more' : `the text shows "${text}"`
  const happened =
    conflict === undefined
      ? `the command ended (${running.process?.ended ?? ''}) where ${shown}`
      : `"${conflict}" appeared where ${shown}`
  return new SessionDiffers(
    line,
    `${describeCommand(running)}: ${happened}. ${describePrinted(running, ports)}`,
    remedy,
  )
}

/** Says, for every command that waits, for what, and what had come by then. */
export function describeStall(
  commands: readonly RunningCommand[],
  ports: PortMap,
  stallMs: number,
): SessionDiffers {
  const waiting = commands.filter(({ process, waitsFor }) => process !== undefined && waitsFor !== undefined)
  const [first] = waiting
  const line = first ? findExpectedNext(first, ports).line : 1
  const details = waiting.map((running) => {
    const { text } = findExpectedNext(running, ports)
    const wanted =
      running.waitsFor === 'for its output' && text !== undefined ? `for "${text}"` : running.waitsFor
    return `${describeCommand(running)} waited ${wanted}. ${describePrinted(running, ports)}`
  })
  return new SessionDiffers(line, `Nothing went on for ${stallMs / 1000} s. ${details.join('\n')}`, remedy)
}

function findExpectedNext(running: RunningCommand, ports: PortMap): { line: number; text?: string } {
  const expected = running.command.items.filter(({ kind }) => kind === 'output')
  const next = expected[matchItems(running, ports).seen]
  return next ? { line: next.place.line, text: next.text } : { line: running.command.place.line }
}

function describeCommand({ command }: RunningCommand): string {
  return `Terminal ${command.terminal}, \`${command.command}\``
}

function describePrinted(running: RunningCommand, ports: PortMap): string {
  const printed = listPrinted(running, ports)
  if (printed.length === 0) return 'It had printed nothing.'
  const last = printed.slice(-mostLines).map((line) => `\n    | ${line}`)
  const cut = printed.length > mostLines ? `the last ${mostLines} of ${printed.length} lines` : 'all'
  const expected = listExpected(running.command.items).length
  return `It had printed (${cut}; ${expected} lines are shown):${last.join('')}`
}
