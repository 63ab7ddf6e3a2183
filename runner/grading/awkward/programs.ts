/** Programs for lessons, with the mark that each of them must get. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readFiles } from '../../disk/files.ts'
import type { Lesson } from '../../lessons/catalogue.ts'
import { isolationLevels } from '../gradebook.ts'
import { readHostileOutcomes } from './hostile-outcomes.ts'
import type { IsolationLevel } from '../isolation/levels.ts'
import type { LessonFiles } from '../gather/lesson-files.ts'
import { listKnownPrograms } from '../judge/calibration.ts'

/** What a program must get in its lesson. */
export interface Due {
  readonly verdict: 'passed' | 'failed' | 'missing'
  /** All points, none, or some that nobody has counted before: these have to be the same in every run. */
  readonly points: 'all' | 'none' | 'some'
  /** A check that it must fail. */
  readonly fails?: string
}

export interface AwkwardProgram {
  /** For example "solution", "alternatives/awaiting" or "hostile/fake-report". */
  readonly program: string
  readonly files: LessonFiles
  readonly due: Due
}

const allPoints: Due = { verdict: 'passed', points: 'all' }
const noPoints: Due = { verdict: 'failed', points: 'none' }

/** Lists what can be handed in for a lesson, by kind. */
export async function listPrograms(lesson: Lesson): Promise<Readonly<Record<string, AwkwardProgram[]>>> {
  const known = await listKnownPrograms(lesson)
  const [solution] = known
  const pick = (program: string) => known.filter((one) => one.program === program)
  return {
    solutions: pick('solution').map(({ program, files }) => ({ program, files, due: allPoints })),
    alternatives: await listAlternatives(lesson, solution?.files ?? new Map()),
    starters: pick('starter').map(({ program, files }) => ({ program, files, due: noPoints })),
    nothings: ['empty', 'exits-at-once']
      .flatMap(pick)
      .map(({ program, files }) => ({ program, files, due: noPoints })),
    mistakes: known.flatMap(({ program, files, must }) =>
      typeof must === 'object' && !isWrongByTurns(program, files, solution?.files)
        ? [{ program, files, due: { verdict: 'failed', points: 'some', fails: must.fail } as const }]
        : [],
    ),
    hostile: await listHostile(),
  }
}

/** It hears no client who comes in the moment in which nobody waits for one, and serves all others. */
const hearsSome = 'mistakes/hears-one-at-a-time'

/**
 * A mistake that passes or fails by how busy the machine is: one with a timer more than the solution has, or with a race
 * of its own. Then `unstable` is the right mark, and none is due.
 */
function isWrongByTurns(program: string, files: LessonFiles, solution?: LessonFiles): boolean {
  return program === hearsSome || countTimers(files) > countTimers(solution)
}

function countTimers(files: LessonFiles = new Map()): number {
  return [...files.values()].join('\n').split(/\bset(?:Timeout|Interval)\(/u).length
}

async function listAlternatives(lesson: Lesson, solution: LessonFiles): Promise<AwkwardProgram[]> {
  const folder = join(lesson.solution, 'alternatives')
  const names = await readdir(folder).catch((): string[] => [])
  return await Promise.all(
    names.sort().map(async (name) => ({
      program: `alternatives/${name}`,
      files: new Map([...solution, ...(await readFiles(join(folder, name)))]),
      due: allPoints,
    })),
  )
}

/** Those that attack and never become a server, at any level: with no client beside them they earn nothing in any lesson. */
async function listHostile(): Promise<AwkwardProgram[]> {
  const folder = join(import.meta.dirname, '../hostile')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
  const programs = await Promise.all(
    names.sort().map(async (name) => ({ name, content: await readFile(join(folder, name)) })),
  )
  return programs
    .filter(({ content }) => isolationLevels.every((level) => neverServes(content.toString(), level)))
    .map(({ name, content }) => ({
      program: `hostile/${name.replace('.ts', '')}`,
      files: new Map([['server.ts', content]]),
      due: noPoints,
    }))
}

function neverServes(program: string, level: IsolationLevel): boolean {
  const outcomes = readHostileOutcomes(program, level)
  return (
    outcomes.length > 0 &&
    outcomes.every((outcome) => ['fails at exited-early', 'fails at not-listening'].includes(outcome))
  )
}
