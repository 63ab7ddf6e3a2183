/** How far a program under judgement is shut in, and what that does not stop. */
import { areBoundsWatched, boundsOfClass } from '../../processes/bounds.ts'
import { say, type Sentence } from '../../language/say.ts'
import type { isolationLevels } from '../gradebook.ts'

export type IsolationLevel = (typeof isolationLevels)[number]

/** What no level stops: a checker can only see what a program does while it is being checked. */
const always = [
  say`A program that finds out that it is being checked can behave differently then.`,
  say`A program can keep both processors busy for as long as it is judged.`,
]

/** What a level does not stop, for every report. */
export function listUnstopped(level: IsolationLevel): Sentence[] {
  if (level === 'full') return always
  if (level === 'user') {
    return [
      ...always,
      say`Programs run under the user id of whoever grades, shut in by the kernel's user namespaces alone.`,
    ]
  }
  return [
    ...always,
    say`A program runs as whoever grades: it can read and change all that they can, solutions, checkers, packages, other submissions and results too.`,
    say`A program can end other processes of that user, the checker's too.`,
    say`A program can reach the network, and ports of this machine that other submissions use.`,
    say`A program can fill the disk.`,
    areBoundsWatched
      ? say`A program can hold ${boundsOfClass.residentBytes / 2 ** 20} MiB, and have ${boundsOfClass.processes} processes, and for a moment more, before all of it is ended.`
      : say`A program can fill the memory, and start processes without end.`,
  ]
}
