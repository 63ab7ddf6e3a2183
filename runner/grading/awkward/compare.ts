/** Whether a gradebook has the marks that it must have, and what is to be the same in two of them. */
import type { Gradebook } from '../gradebook.ts'
import { takeDecisions, takeJudgement } from '../judge/judgement.ts'
import type { DueMark } from './make-class.ts'

const hasDuePoints: Record<DueMark['points'], (points: number | null, maximum: number) => boolean> = {
  all: (points, maximum) => points === maximum,
  none: (points) => points === 0,
  some: (points, maximum) => points !== null && points < maximum,
}

/** Tells each mark that is another one than is due. */
export function findWrongMarks({ submissions, lessons }: Gradebook, due: readonly DueMark[]): string[] {
  const wrong = due.flatMap((mark) => {
    const graded = lessons.find(({ lesson }) => lesson === mark.lesson)
    const found = submissions
      .find(({ student }) => student === mark.student)
      ?.lessons.find(({ lesson }) => lesson === mark.lesson)
    const got = `${found?.verdict ?? 'nobody'} ${found?.points ?? '?'}`
    const maximum = graded?.maximum ?? Number.NaN
    const hasFailed = found?.checks.some(({ name, verdict }) => name === mark.fails && verdict === 'fail')
    const isRight =
      found?.verdict === mark.verdict &&
      hasDuePoints[mark.points](found.points, maximum) &&
      (mark.fails === undefined || hasFailed)
    return isRight ? [] : [`${JSON.stringify(mark)}: ${got}`]
  })
  const known = new Set(due.map(({ student }) => student))
  return [
    ...wrong,
    ...submissions.flatMap(({ student }) => (known.has(student) ? [] : [`stranger: ${student}`])),
  ]
}

/** What is decided: a line for the class and one for each student. */
export function listDecisions(gradebook: Gradebook): string[] {
  const about = takeJudgement({ ...gradebook, submissions: [] })
  return [about, ...gradebook.submissions.map(takeDecisions)].map((decided) => JSON.stringify(decided))
}
