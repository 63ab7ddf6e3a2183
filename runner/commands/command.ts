/** What a command is: how it is called, what stands after its name, and what it does. */
import type { Arguments, FlagTypes } from '../edge/arguments.ts'
import type { ExitCode } from '../edge/refusal.ts'
import { say, type Words } from '../language/say.ts'
import type { Workbook } from '../workbook.ts'

export interface Command {
  /** How it is called, as it is typed. What may be left out stands in brackets. */
  readonly usage: string
  /** What it does, without a full stop. */
  readonly does: Words
  /** What may stand after its name, each as it stands in `usage`, and what it means. */
  readonly parts?: readonly (readonly [part: string, meaning: Words])[]
  /** The fewest and the most words after its name; `raw` where the command takes all that stands there as it is. */
  readonly words: readonly [number, number] | 'raw'
  readonly flags?: FlagTypes
  readonly run: (args: Arguments, workbook: Workbook) => Promise<ExitCode>
}

/** The part that names a lesson, of every command that is about one. */
export const lessonPart = [
  '3',
  say`the lesson: its number, its name or a part of it; without it, the one that you are at`,
] as const
