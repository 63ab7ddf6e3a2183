/** How long all checks of all lessons take on all solutions: what an author waits for at least. */
import { availableParallelism } from 'node:os'
import { createWorkQueue } from '../../authoring/work-queue.ts'
import { readCatalogue } from '../../lessons/catalogue.ts'
import type { MeasureRow } from '../desk.ts'
import { compareSamples, takeTurns } from '../samples.ts'

export const measureAllChecks: MeasureRow = async ({ root, signal, judge, samples: count, tell }, row) => {
  const lessons = await readCatalogue(root)
  let checks = 0
  let sample = 0
  const judgeAll = async (atOnce: number) => {
    checks = 0
    await using queue = createWorkQueue(atOnce, signal)
    const beganAt = performance.now()
    const judgeOne = async (lesson: (typeof lessons)[number]) => {
      tell(`all checks · ${sample} of ${count} · lesson ${lesson.number}`)
      const result = await judge({ root, lesson, subject: lesson.solution, signal })
      if (result.verdict !== 'passed')
        throw new Error(`The solution of lesson ${lesson.number} ${result.verdict}.`)
      checks += result.checks.length
    }
    await Promise.all(lessons.map((lesson) => queue.run(() => judgeOne(lesson))))
    return performance.now() - beganAt
  }
  const samplesOf = await takeTurns(
    { oneByOne: () => judgeAll(1), sideBySide: () => judgeAll(availableParallelism()) },
    { count, signal, onSample: (number) => (sample = number) },
  )
  return [
    compareSamples({
      row,
      name: `all ${checks} checks of ${lessons.length} lessons on their solutions, ${availableParallelism()} lessons at a time`,
      unit: 'ms',
      samples: samplesOf('sideBySide'),
      references: [{ name: 'one lesson after another', samples: samplesOf('oneByOne') }],
    }),
  ]
}
