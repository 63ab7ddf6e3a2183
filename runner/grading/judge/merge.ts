/** One gradebook made of those of all parts of a class. */
import { Refusal } from '../../edge/refusal.ts'
import { say, type Sentence } from '../../language/say.ts'
import type { Gradebook } from '../gradebook.ts'
import { countShared } from './calibration.ts'

/**
 * Puts the gradebooks of all parts of a class together.
 * @throws {Refusal} when a part is missing or twice there, was not done, or was judged by something else
 */
export function mergeGradebooks(parts: readonly Gradebook[]): Gradebook {
  const sorted = [...parts].sort((a, b) => (a.shard?.part ?? 0) - (b.shard?.part ?? 0))
  const [first] = sorted
  const problem = first ? findProblem(first, sorted) : say`There is nothing to merge.`
  if (problem || !first) {
    throw new Refusal(
      problem ?? say`There is nothing to merge.`,
      say`Merge the results of all parts, each once: npm run grade merge OUT1 OUT2 …`,
    )
  }
  const submissions = sorted.flatMap((part) => part.submissions)
  const of = first.calibration?.of ?? 0
  const wrong = new Map(
    sorted.flatMap(({ calibration }) =>
      (calibration?.wrong ?? []).map((one) => [`${one.lesson} ${one.program}`, one] as const),
    ),
  )
  return {
    ...first,
    made: sorted.map(({ made }) => made).sort()[0] ?? first.made,
    shard: null,
    isolation: chooseWeakest(sorted),
    calibration: first.calibration && { judged: of, of, wrong: [...wrong.values()] },
    touched: [...new Set(sorted.flatMap(({ touched }) => touched))].sort(),
    withheld: sorted.some(({ withheld }) => withheld),
    submissions: sortAsListed(submissions, first.roster),
  }
}

function findProblem(first: Gradebook, parts: readonly Gradebook[]): Sentence | undefined {
  const of = first.shard?.of ?? 0
  for (const part of parts) {
    const name = part.shard ? `${part.shard.part}/${part.shard.of}` : 'all'
    if (!part.shard || part.shard.of !== of)
      return say`These are not parts of one whole: ${name} is among them.`
    if (!part.complete) return say`Part ${name} was not judged to its end.`
    if (!isSame(part, first))
      return say`Part ${name} was judged by something else than part ${`1/${of}`}: other checkers, points, lessons, roster or calibration.`
  }
  const numbers = parts.map(({ shard }) => shard?.part ?? 0)
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index)
  if (twice !== undefined) return say`Part ${`${twice}/${of}`} is there twice.`
  const missing = Array.from({ length: of }, (_, index) => index + 1).find(
    (number) => !numbers.includes(number),
  )
  if (missing !== undefined) return say`Part ${`${missing}/${of}`} is missing.`
  const { calibration, lessons } = first
  const judged = parts.reduce((sum, part) => sum + (part.calibration?.judged ?? 0), 0)
  if (calibration && judged !== countShared(lessons.length, of, calibration.of))
    return say`The parts did not judge all programs of the calibration: one of them knows others.`
  const students = parts.flatMap((part) => part.submissions.map(({ student }) => student))
  const double = students.find((student, index) => students.indexOf(student) !== index)
  return double === undefined ? undefined : say`${double} is in two parts.`
}

function isSame(a: Gradebook, b: Gradebook): boolean {
  const pick = ({ workbook, lessons, roster, calibration }: Gradebook) =>
    JSON.stringify([workbook, lessons, roster, calibration?.of])
  return pick(a) === pick(b)
}

/** What one part did not stop was not stopped. */
function chooseWeakest(parts: readonly Gradebook[]): Gradebook['isolation'] {
  const order = ['full', 'user', 'process-only']
  const sorted = parts
    .map(({ isolation }) => isolation)
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
  return sorted.at(-1) ?? { level: 'process-only', doesNotStop: [] }
}

/** Those of the roster in its order, then the others by name. */
export function sortAsListed<T extends { readonly student: string }>(
  submissions: readonly T[],
  roster: Gradebook['roster'],
): T[] {
  const place = new Map((roster ?? []).map(({ id }, index) => [id, index]))
  const rank = ({ student }: T) => place.get(student) ?? Number.POSITIVE_INFINITY
  return [...submissions].sort((a, b) => {
    const [first, second] = [rank(a), rank(b)]
    if (first !== second) return first - second
    return a.student < b.student ? -1 : a.student > b.student ? 1 : 0
  })
}
