/** Parts of a class for several machines, and one gradebook made of theirs. */
import { createHash } from 'node:crypto'
import { exitCodes, Refusal } from '../../edge/refusal.ts'
import { say, type Sentence } from '../../language/say.ts'
import type { Gradebook } from '../gradebook.ts'

export interface Shard {
  readonly part: number
  readonly of: number
}

/** @throws {Refusal} (wrong usage) for what is no part of a whole */
export function parseShard(word: string): Shard {
  const [, part = '0', of = '0'] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/u.exec(word) ?? []
  const shard = { part: Number(part), of: Number(of) }
  if (shard.part > 0 && shard.part <= shard.of) return shard
  throw new Refusal(
    say`--shard needs a part of a whole, such as 2/5, not "${word}".`,
    [],
    exitCodes.wrongUsage,
  )
}

/** Whether a student is in a part: by the name alone, so that every machine decides the same without asking another. */
export function isInShard(student: string, shard: Shard | null): boolean {
  if (!shard) return true
  const number = createHash('sha256').update(student).digest().readUInt32BE()
  return number % shard.of === shard.part - 1
}

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
    calibration: first.calibration && { judged: first.calibration.judged, wrong: [...wrong.values()] },
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
  const students = parts.flatMap((part) => part.submissions.map(({ student }) => student))
  const double = students.find((student, index) => students.indexOf(student) !== index)
  return double === undefined ? undefined : say`${double} is in two parts.`
}

function isSame(a: Gradebook, b: Gradebook): boolean {
  const pick = ({ workbook, lessons, roster, calibration }: Gradebook) =>
    JSON.stringify([workbook, lessons, roster, calibration?.judged])
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
