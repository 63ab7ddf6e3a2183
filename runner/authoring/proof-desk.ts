/** What all proofs of a run share, and what they find out about a lesson. */
import { relative, sep } from 'node:path'
import type { Environment } from '../edge/environment.ts'
import type { PartOfWhole } from '../edge/part-of-whole.ts'
import type { Lesson } from '../lessons/catalogue.ts'
import type { LessonResult } from '../results/result.ts'
import type { JudgedMistake } from './coverage.ts'
import type { KeptProofs } from './kept/kept-proofs.ts'
import type { HoldingCheck } from './promises.ts'
import type { Complaint, Proof } from './proof.ts'
import type { Subject, Wanted } from './prove-subjects.ts'
import type { TaskItem } from './readme/task.ts'
import type { CompilerError } from './types.ts'
import type { WorkQueue } from './work-queue.ts'

export interface ProofDesk {
  readonly root: string
  readonly env: Environment
  readonly signal: AbortSignal
  /** How often the solution is judged. */
  readonly times: number
  /** Where judging and sessions wait for their turn. */
  readonly queue: WorkQueue
  /** What is tried in place of the programs that there are. */
  readonly tries: ChangesToTry
  /** Whether a wrong program is judged only by the check that it has to fail, and not by those above it too. */
  readonly judgesAlone: boolean
  /** Of the wrong or changed programs only those whose turn it is are judged; all where it is missing. */
  readonly share?: PartOfWhole | undefined
  /** All lessons, in their order. */
  readonly catalogue: readonly Lesson[]
  /** Proofs that need not be made again. */
  readonly kept: KeptProofs
  readonly judge: (lesson: Lesson, folder: string, wanted?: Wanted) => Promise<LessonResult>
  /** The compiler's errors in the whole workbook. */
  readonly typeErrors: readonly CompilerError[]
  /** The complaints about `ts` fences in all texts. */
  readonly codeComplaints: readonly Complaint[]
}

/** What is tried in place of the whole: starters with something deleted, mutants, slips, programs started as by hand, verdicts. */
export interface ChangesToTry {
  readonly deletions: boolean
  readonly mutants: boolean
  readonly slips: boolean
  /** Whether only programs are judged, and nothing else of a lesson. */
  readonly verdicts: boolean
  /** The same, with the programs started as by hand. */
  readonly asTyped: boolean
}

export interface LessonProofs {
  readonly lesson: Lesson
  readonly proofs: readonly Proof[]
  /** The checker's checks in their order; none where it could not be judged. */
  readonly checks: readonly HoldingCheck[]
  /** What the task asks for, item by item. */
  readonly items: readonly TaskItem[]
  readonly mistakes: readonly JudgedMistake[]
}

/** Judges when there is room. */
export function judgeInTurn(desk: ProofDesk, lesson: Lesson): Subject['judge'] {
  const how = desk.tries.asTyped ? { asTyped: true } : {}
  return (folder, wanted) => desk.queue.run(() => desk.judge(lesson, folder, { ...wanted, ...how }))
}

/** Writes a path as an author would type it. */
export function showPath(desk: ProofDesk, path: string): string {
  return relative(desk.root, path).split(sep).join('/')
}
