/** What a learner has already: the programs of earlier lessons, in the place of those that a lesson starts with. */
import type { Lesson } from '../../lessons/catalogue.ts'
import { readSources, type Replacement } from './changed-programs.ts'

type Sources = Readonly<Record<string, string>>

/**
 * Lists the ways to answer a lesson with solutions of earlier ones: with each of them, and with the latest of each
 * file. Programs that no earlier lesson has stay the starter's.
 * @param earlier the lessons before it, in their order
 */
export async function listSwaps(lesson: Lesson, earlier: readonly Lesson[]): Promise<Replacement[]> {
  const files = Object.keys(await readSources(lesson.starter))
  const solutions = await Promise.all(
    earlier.map(async ({ number, solution }) => ({
      number,
      sources: pick(await readSources(solution), files),
    })),
  )
  const useful = solutions.filter(({ sources }) => Object.keys(sources).length > 0)
  const latest: Sources = Object.fromEntries(useful.flatMap(({ sources }) => Object.entries(sources)))
  const each = useful.map(({ number, sources }) => ({
    place: Object.keys(sources).join(', '),
    what: `the solution of lesson ${number} in its place`,
    sources,
  }))
  const what = 'the latest solution of an earlier lesson in the place of each'
  return useful.length < 2
    ? each
    : [...each, { place: Object.keys(latest).join(', '), what, sources: latest }]
}

function pick(sources: Sources, files: readonly string[]): Sources {
  return Object.fromEntries(Object.entries(sources).filter(([file]) => files.includes(file)))
}
