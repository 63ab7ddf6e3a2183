/** How long all checks of all lessons take on all solutions: what an author waits for at least. */
import { readCatalogue } from '../../lessons/catalogue.ts'
import type { MeasureRow } from '../desk.ts'
import { compareSamples, takeTurns } from '../samples.ts'

export const measureAllChecks: MeasureRow = async ({ root, signal, judge, samples: count, tell }, row) => {
  const lessons = await readCatalogue(root)
  let checks = 0
  let sample = 0
  const judgeAll = async () => {
    checks = 0
    const beganAt = performance.now()
    for (const lesson of lessons) {
      tell(`all checks · ${sample} of ${count} · lesson ${lesson.number}`)
      const result = await judge({ root, lesson, subject: lesson.solution, signal })
      if (result.verdict !== 'passed')
        throw new Error(`The solution of lesson ${lesson.number} ${result.verdict}.`)
      checks += result.checks.length
    }
    return performance.now() - beganAt
  }
  const samplesOf = await takeTurns({ judgeAll }, { count, signal, onSample: (number) => (sample = number) })
  return [
    compareSamples({
      row,
      name: `all ${checks} checks of ${lessons.length} lessons on their solutions, one lesson after another`,
      unit: 'ms',
      samples: samplesOf('judgeAll'),
      references: [],
    }),
  ]
}
