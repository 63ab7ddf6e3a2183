/** What a command may touch of the world outside. It is made once, in main, and handed down. */
import type { Readable, Writable } from 'node:stream'
import type { Judgement } from './judging/judge.ts'
import type { LessonResult } from './results/result.ts'
import type { Screen } from './screens/screen.ts'

export type Environment = Readonly<Record<string, string | undefined>>

type Input = Readable & { readonly isTTY?: boolean; setRawMode?: (raw: boolean) => unknown }
export type Output = Writable & {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export interface Workbook {
  /** The folder that holds `lessons/`, `solutions/` and `work/`. */
  readonly root: string
  /** Where the user called from: relative paths in arguments start here. */
  readonly callerFolder: string
  readonly env: Environment
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  /** Measured anew at each look, because a terminal can be resized. */
  readonly screen: Screen
  /** Lines that the terminal shows at once. */
  readonly rows: number
  /** Whether somebody is there to answer: stdin and stdout are terminals. Not every terminal can be drawn on. */
  readonly interactive: boolean
  /** Whether to tell all that is known of a mistake of ours. */
  readonly verbose: boolean
  /** Aborted by Ctrl-C, a closed terminal and a request to end; its reason is a `Cancelled`. */
  readonly signal: AbortSignal
  /** Ends the run as Ctrl-C does, for places where the terminal hands Ctrl-C over as a key. */
  readonly cancel: () => void
  readonly clock: () => Date
  readonly judge: (judgement: Judgement) => Promise<LessonResult>
}

/** Thrown through everything when the user, or the system, ends the run: exit code 130. */
export class Cancelled extends Error {
  override name = 'Cancelled'

  constructor() {
    super('The run was cancelled.')
  }
}

export interface Edge {
  readonly root: string
  readonly cwd: string
  readonly env: Environment
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  readonly verbose: boolean
  readonly signal: AbortSignal
  /** What Ctrl-C does. Only an interactive run has a use for it. */
  readonly cancel?: () => void
  readonly clock: () => Date
  readonly judge: (judgement: Judgement) => Promise<LessonResult>
}

/** Makes the workbook of what stands at the process's edge. */
export function createWorkbook({ cwd, ...edge }: Edge): Workbook {
  return {
    cancel: () => {},
    ...edge,
    callerFolder: edge.env['INIT_CWD'] || cwd,
    get screen() {
      return {
        width: chooseWidth(edge.env, edge.stdout),
        colour: chooseColour(edge.env, edge.stdout),
        plain: choosePlain(edge.env, edge.stdout),
      }
    },
    get rows() {
      return edge.stdout.rows || 24
    },
    interactive: edge.stdin.isTTY === true && edge.stdout.isTTY === true,
  }
}

/**
 * Whether to use colour: ACCESSIBLE and NO_COLOR forbid it, FORCE_COLOR demands it, else a terminal that can draw
 * has it.
 */
export function chooseColour(env: Environment, stdout: Pick<Output, 'isTTY'>): boolean {
  if (env['NO_COLOR'] || isDemanded(env['ACCESSIBLE'])) return false
  const forced = env['FORCE_COLOR']
  return forced ? isDemanded(forced) : isDrawable(env, stdout)
}

/** Whether to say all in words: where ACCESSIBLE demands it, and where there is no terminal that can draw. */
export function choosePlain(env: Environment, stdout: Pick<Output, 'isTTY'>): boolean {
  return isDemanded(env['ACCESSIBLE']) || !isDrawable(env, stdout)
}

/** The width to draw for, in columns: the terminal's, else what COLUMNS says, else 80. */
export function chooseWidth(env: Environment, stdout: Pick<Output, 'columns'>): number {
  const fromEnvironment = /^\d+$/.test(env['COLUMNS'] ?? '') ? Number(env['COLUMNS']) : 0
  return Math.max(stdout.columns || fromEnvironment || 80, 20)
}

function isDemanded(setting: string | undefined): boolean {
  return setting !== undefined && !['', '0', 'false'].includes(setting)
}

function isDrawable(env: Environment, stdout: Pick<Output, 'isTTY'>): boolean {
  return stdout.isTTY === true && env['TERM'] !== 'dumb'
}
