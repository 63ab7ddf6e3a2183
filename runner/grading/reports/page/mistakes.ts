/** Which mistakes a class makes: what to teach again. */
import type { Stage } from '../../../checker/record/verdict.ts'
import type { Words } from '../../../language/say.ts'
import type { Gradebook } from '../../gradebook.ts'
import { listLessons, type CheckMark, type GradedLesson } from '../gradebook-parts.ts'

export interface Mistake {
  readonly lesson: GradedLesson
  readonly check: string
  readonly stage: Stage
  /** How many students made it. */
  readonly students: number
  /** What the most of them were told, as one of them was told it. */
  readonly example: Words
}

/** Counts failures by lesson, check and stage; the most frequent come first. */
export function countMistakes(gradebook: Gradebook): Mistake[] {
  const groups = new Map<string, { lesson: GradedLesson; check: string; stage: Stage; told: Words[] }>()
  for (const { lesson, mark } of listFailures(gradebook)) {
    if (!mark.failure) continue
    const { stage, happened } = mark.failure
    const key = JSON.stringify([lesson.lesson, mark.name, stage])
    const group = groups.get(key) ?? { lesson, check: mark.name, stage, told: [] }
    group.told.push(happened)
    groups.set(key, group)
  }
  return [...groups.values()]
    .map(({ told, ...group }) => ({ ...group, students: told.length, example: findMostFrequent(told) }))
    .sort((a, b) => b.students - a.students)
}

/** In how many students' programs each rung was missed, the most frequent first. */
export function countStages(gradebook: Gradebook): (readonly [stage: Stage, students: number])[] {
  const counts = new Map<Stage, number>()
  for (const submission of gradebook.submissions) {
    const own = listFailures({ ...gradebook, submissions: [submission] })
    const stages = new Set(own.flatMap(({ mark }) => (mark.failure ? [mark.failure.stage] : [])))
    for (const stage of stages) counts.set(stage, (counts.get(stage) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a)
}

function listFailures(gradebook: Gradebook): { lesson: GradedLesson; mark: CheckMark }[] {
  return gradebook.submissions.flatMap((submission) =>
    listLessons(gradebook, submission).flatMap(({ graded: lesson, checks }) =>
      checks.flatMap(({ mark }) => (mark?.failure ? [{ lesson, mark }] : [])),
    ),
  )
}

/** Sentences are the same where only what stands in their gaps differs. */
function findMostFrequent(told: readonly Words[]): Words {
  const counts = new Map<string, { words: Words; count: number }>()
  for (const words of told) {
    const key = typeof words === 'string' ? words : words.key
    const entry = counts.get(key) ?? { words, count: 0 }
    counts.set(key, { ...entry, count: entry.count + 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.words ?? ''
}
