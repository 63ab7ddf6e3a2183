/**
 * A console session of a lesson's text, as data: what is typed in which terminal, and what then appears.
 *
 *     # terminal 2            the following lines are terminal 2's; without such a line they are terminal 1's
 *     $ nc 127.0.0.1 9909     a command; the one before it in this terminal has ended by then
 *     hello ⏎                 typed by the reader, once the lines above have appeared
 *     HELLO                   appears; … stands for anything, alone on its line for any number of lines
 *     ^D  ^C                  on lines of their own: the end of input, an interrupt
 *     $                       the command has ended
 *
 * Before the first `$ ` of a fence, lines go on with the command that its terminal runs.
 */
import type { Complaint } from '../proof.ts'
import type { Fence } from '../readme/document.ts'

/** One line of a session, in the order of the text. */
export interface SessionItem {
  readonly kind: 'output' | 'typing' | 'end-of-input' | 'interrupt' | 'prompt'
  /** The expected line, or what the reader types. */
  readonly text: string
  readonly place: Place
}

/** One command with all that belongs to it, also from fences that continue it later. */
export interface SessionCommand {
  readonly terminal: number
  readonly command: string
  readonly place: Place
  readonly items: readonly SessionItem[]
}

interface Place {
  /** The line of the README. */
  readonly line: number
  /** The number of the fence in the session, counted from 0. */
  readonly fence: number
}

export interface Session {
  readonly line: number
  readonly commands: readonly SessionCommand[]
}

export interface ParsedSession {
  readonly session: Session
  readonly complaints: readonly Complaint[]
}

interface OpenCommand extends SessionCommand {
  readonly items: SessionItem[]
}

/** What a program prints to ask for the next line. Without a terminal it need not. */
export const inputPrompt = '>>>:'

/** Groups the `console` fences of a text into sessions: all fences between two headings are one. */
export function parseSessions(fences: readonly Fence[], path: string): ParsedSession[] {
  const groups = new Map<number, Fence[]>()
  for (const fence of fences.filter(({ language }) => language === 'console')) {
    groups.set(fence.headings, [...(groups.get(fence.headings) ?? []), fence])
  }
  return [...groups.values()].map((group) => parseSession(group, path))
}

/** Parses the fences of one session. Lines that cannot be understood become complaints and are left out. */
function parseSession(fences: readonly Fence[], path: string): ParsedSession {
  const commands: OpenCommand[] = []
  const complaints: Complaint[] = []
  for (const [index, fence] of fences.entries()) {
    let terminal = 1
    for (const { text, line } of joinContinuedLines(fence)) {
      const place: Place = { line, fence: index }
      const complain = (problem: string, remedy: string) =>
        complaints.push({ place: `${path}:${line}`, problem, remedy })
      const chosen = /^# terminal (\d+)$/u.exec(text)
      if (chosen) {
        terminal = Number(chosen[1])
      } else if (text.startsWith('$ ')) {
        const command = text.slice(2).trim()
        const refusal = refuseCommand(command)
        if (refusal) complain(...refusal)
        commands.push({ terminal, command, place, items: [] })
      } else {
        const running = commands.findLast((command) => command.terminal === terminal)
        if (running) running.items.push(parseItem(text, place))
        else if (text !== '') complain(...noCommand(terminal))
      }
    }
  }
  for (const { items } of commands) dropLayout(items)
  return { session: { line: fences[0]?.line ?? 1, commands }, complaints }
}

function parseItem(text: string, place: Place): SessionItem {
  if (text === '^D') return { kind: 'end-of-input', text, place }
  if (text === '^C') return { kind: 'interrupt', text, place }
  if (text === '$') return { kind: 'prompt', text, place }
  if (!text.endsWith('⏎')) return { kind: 'output', text, place }
  const typed = text.slice(0, -1).replace(/ $/u, '')
  return {
    kind: 'typing',
    text: typed.startsWith(inputPrompt) ? typed.slice(inputPrompt.length).trimStart() : typed,
    place,
  }
}

/** Blank lines before the next command and at the end of a fence are there to be looked at, not to be expected. */
function dropLayout(items: SessionItem[]): void {
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]
    const next = items[index + 1]
    const isLast = next === undefined || next.place.fence !== item?.place.fence
    if (item?.kind === 'output' && item.text === '' && isLast) items.splice(index, 1)
  }
}

function refuseCommand(command: string): [problem: string, remedy: string] | undefined {
  const words = listPrograms(command)
  if (words.includes('sleep')) {
    return [
      'A session that sleeps shows a hope, not a fact.',
      'Show the line that must appear before the next command.',
    ]
  }
  if (words.includes('npm')) {
    const remedy =
      'Put commands of the workbook itself into a `sh` fence; a `console` fence runs the lesson alone.'
    return [`"${command}" is a command of the workbook.`, remedy]
  }
  if (/(?:^|[^&])&$/u.test(command)) {
    const remedy = 'Give it a terminal of its own: a fence that begins with `# terminal 2`.'
    return ['A command in the background shows its output among that of others.', remedy]
  }
  return undefined
}

function noCommand(terminal: number): [problem: string, remedy: string] {
  return [
    `Nothing was started in terminal ${terminal} before this line.`,
    'Begin with a command: a line `$ command`.',
  ]
}

/** The programs that a command line starts, without their arguments. */
export function listPrograms(command: string): string[] {
  const unquoted = command.replace(/'[^']*'|"(?:\\.|[^"\\])*"/gu, '_')
  return unquoted.split(/\|\|?|&&?(?!\d)|;|\$\(|\(|\)|\n/u).flatMap((part) => {
    const words = part
      .trim()
      .split(/\s+/u)
      .filter((word) => word !== '')
    return words.find((word) => !/^\w+=/u.test(word) && !/^\d*[<>]/u.test(word)) ?? []
  })
}

/** The lines of a fence with their numbers; a command that ends in a backslash goes on in the next line. */
function joinContinuedLines(fence: Fence): { text: string; line: number }[] {
  const lines: { text: string; line: number }[] = []
  const raw = fence.content.replace(/\n$/u, '').split('\n')
  for (const [index, text] of raw.entries()) {
    const before = lines.at(-1)
    if (before?.text.startsWith('$ ') && before.text.endsWith(' \\')) {
      before.text = `${before.text.slice(0, -2)} ${text.trim()}`
    } else {
      lines.push({ text: text.trimEnd(), line: fence.line + index + 1 })
    }
  }
  return lines
}
