/** What a command may touch of the world outside. It is made once, in main, and handed down. */
import type { Judgement } from './judging/judge.ts'
import type { LessonResult } from './results/result.ts'
import { createTerminal, type Terminal, type TerminalEdge } from './terminal/terminal.ts'

/** What a workbook is besides the terminal on which it is used. */
interface Place {
  /** The folder that holds `lessons/`, `solutions/` and `work/`. */
  readonly root: string
  /** Whether to tell all that is known of a mistake of ours. */
  readonly verbose: boolean
  readonly clock: () => Date
  readonly judge: (judgement: Judgement) => Promise<LessonResult>
}

export interface Workbook extends Terminal, Place {
  /** Where the user called from: relative paths in arguments start here. */
  readonly callerFolder: string
}

export interface Edge extends TerminalEdge, Place {
  readonly cwd: string
}

/** Makes the workbook of what stands at the process's edge. */
export function createWorkbook(edge: Edge): Workbook {
  const { root, verbose, clock, judge, env, cwd } = edge
  // Its getters measure the terminal at each look, so it is added to and not copied.
  return Object.assign(createTerminal(edge), {
    root,
    verbose,
    clock,
    judge,
    callerFolder: env['INIT_CWD'] || cwd,
  })
}
